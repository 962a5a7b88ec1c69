import { environment } from './environment';
import { expect, test } from './fixtures';
import { callTool } from './gateway';

test('a viewer reads logs and servers and finds nothing to change', async ({ viewer }) => {
  const { traceId } = await callTool();
  await viewer.goto(`/logs?trace=${traceId}`);
  await expect(viewer.locator('[data-row]')).toHaveCount(1);
  await expect(viewer.getByRole('link', { name: 'Keys' })).toHaveCount(0);
  await viewer.goto('/servers');
  await expect(viewer.getByRole('row').filter({ hasText: '/mcp/everything' })).toBeVisible();
  await expect(viewer.getByRole('button', { name: /^(Add|Edit|Remove|Switch)/ })).toHaveCount(0);
});

test('a viewer is sent from the keys page to the logs', async ({ viewer }) => {
  await viewer.goto('/keys');
  await expect(viewer).toHaveURL(/\/logs$/);
});

test('the REST API refuses what a viewer may not do', async ({ viewer }) => {
  const read = await viewer.request.get('/api/v1/servers');
  expect(read.status()).toBe(200);
  const { origin } = new URL(environment.baseUrl);
  expect((await viewer.request.get('/api/v1/keys')).status()).toBe(403);
  const create = await viewer.request.post('/api/v1/keys', {
    headers: { origin },
    data: { name: 'x', all_servers: true },
  });
  expect(create.status()).toBe(403);
});
