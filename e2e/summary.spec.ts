import { expect, test } from './fixtures';
import { callTool } from './gateway';

test('the summary says what was called, and each number leads into the log', async ({ admin }) => {
  await callTool();
  await admin.goto('/?window=24h');
  await expect(admin.getByRole('heading', { level: 1 })).toContainText(/\d+ calls? in the last 24 hours/);
  for (const name of ['Calls', 'Success', 'p95', 'Gateway’s own share'])
    await expect(admin.getByRole('region', { name })).toBeVisible();
  await admin.getByRole('link', { name: 'echo', exact: true }).first().click();
  await expect(admin).toHaveURL(/\/logs\?.*server=everything.*tool=echo/);
});

test('the range stands in the address, by choice and by brush', async ({ admin }) => {
  await callTool();
  await admin.goto('/');
  await admin.getByRole('link', { name: '6h' }).click();
  await expect(admin).toHaveURL(/\?window=6h$/);
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('in the last 6h');
  const chart = await admin.getByRole('img', { name: 'Calls over time, by outcome' }).boundingBox();
  if (!chart) throw new Error('there is no chart');
  const y = chart.y + chart.height / 2;
  await admin.mouse.move(chart.x + chart.width * 0.5, y);
  await expect(admin.getByTestId('chart-reading')).toContainText('calls');
  await admin.mouse.down();
  await admin.mouse.move(chart.x + chart.width * 0.75, y);
  await admin.mouse.up();
  await expect(admin).toHaveURL(/\?from=.*&to=/);
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('in this range');
});

test('a range that makes no sense is named, and the last hour shown', async ({ admin }) => {
  await admin.goto('/?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z');
  await expect(admin.getByText('to: must lie after from')).toBeVisible();
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('in the last hour');
});
