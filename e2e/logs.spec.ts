import type { Page } from 'playwright/test';
import { environment } from './environment';
import { expect, test } from './fixtures';
import { callTool } from './gateway';

const rows = (page: Page) => page.locator('tbody tr');

test('a call through the gateway stands in the list', async ({ admin }) => {
  const { traceId } = await callTool({ arguments: { message: 'seen' } });
  await admin.goto('/logs');
  const row = rows(admin).filter({ hasText: traceId.slice(0, 8) });
  await expect(row).toContainText('OK');
  await expect(row).toContainText('everything');
  await expect(row).toContainText('echo');
  await expect(admin.getByTestId('status-line')).toContainText(/rows? .*newest .*updated \d\d:\d\d:\d\d/);
});

test('the server writes the rows into the page: they are there without scripts', async ({
  browser,
  adminState,
}) => {
  const { traceId } = await callTool();
  const context = await browser.newContext({
    storageState: adminState,
    javaScriptEnabled: false,
    baseURL: environment.baseUrl,
  });
  const page = await context.newPage();
  await page.goto(`/logs?trace=${traceId}`);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).locator('time')).toHaveText(/ago|just now/);
  await context.close();
});

test('the status filter works by address and by menu, and can be cleared', async ({ admin }) => {
  const { traceId } = await callTool();
  await callTool({ tool: 'no-such-tool', traceId });
  await admin.goto(`/logs?trace=${traceId}`);
  await expect(rows(admin)).toHaveCount(2);

  await admin.goto(`/logs?trace=${traceId}&status=ok`);
  await expect(rows(admin)).toHaveCount(1);
  await expect(rows(admin)).toContainText('echo');

  await admin.getByRole('button', { name: /^Status/ }).click();
  await admin.getByRole('menuitemcheckbox', { name: 'OK' }).click();
  await admin.getByRole('menuitemcheckbox', { name: 'Timed out' }).click();
  await expect(admin).toHaveURL(/status=timeout/);
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('heading', { name: 'No calls match these filters' })).toBeVisible();
  await admin.getByRole('search').getByRole('button', { name: 'Clear filters' }).click();
  await expect(admin).toHaveURL(/\/logs$/);
  await expect(rows(admin).first()).toBeVisible();
});

test('server, tool and time can be filtered, and the view can be shared by its address', async ({
  admin,
}) => {
  await callTool();
  await admin.goto('/logs');
  await admin.getByRole('button', { name: 'Server' }).click();
  await admin.getByRole('menuitemcheckbox', { name: 'everything' }).click();
  await expect(admin).toHaveURL(/server=everything/);
  await admin.keyboard.press('Escape');
  await admin.getByRole('button', { name: '1h' }).click();
  await expect(admin).toHaveURL(/from=1h/);
  await admin.getByLabel('Tool name').fill('echo');
  await admin.getByLabel('Tool name').press('Enter');
  await expect(admin).toHaveURL(/tool=echo/);
  await expect(rows(admin).first()).toContainText('echo');

  await admin.goto(admin.url());
  await expect(admin.getByLabel('Tool name')).toHaveValue('echo');
  await expect(admin.getByRole('button', { name: '1h' })).toHaveAttribute('aria-pressed', 'true');
  await expect(admin.getByRole('button', { name: 'Server 1' })).toBeVisible();
});

test('a wrong filter in the address is named and left out', async ({ admin }) => {
  const { traceId } = await callTool();
  await admin.goto(`/logs?trace=${traceId}&status=bogus&limit=0&tool=%00`);
  for (const name of ['status=bogus', 'limit=0']) {
    await expect(admin.getByRole('status').filter({ hasText: name })).toContainText('was left out');
  }
  await expect(admin.getByRole('status').filter({ hasText: 'tool=' })).toContainText('control characters');
  await expect(rows(admin)).toHaveCount(1);
});

test('pages lead to older rows and back without losing or repeating one', async ({ admin }) => {
  const { traceId } = await callTool();
  for (let count = 1; count < 5; count += 1) await callTool({ traceId });
  await admin.goto(`/logs?trace=${traceId}`);
  const links = admin.locator('[data-row-link]');
  await expect(links).toHaveCount(5);
  const hrefs = () => links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const all = await hrefs();

  await admin.goto(`/logs?trace=${traceId}&limit=2`);
  await expect(links).toHaveCount(2);
  expect(await hrefs()).toEqual(all.slice(0, 2));
  await admin.getByRole('link', { name: 'Older' }).click();
  await expect.poll(hrefs).toEqual(all.slice(2, 4));
  await admin.getByRole('link', { name: 'Older' }).click();
  await expect.poll(hrefs).toEqual(all.slice(4));
  await expect(admin.getByRole('link', { name: 'Older' })).toHaveCount(0);
  await admin.getByRole('link', { name: 'Newer' }).click();
  await expect.poll(hrefs).toEqual(all.slice(2, 4));
  await admin.getByRole('link', { name: 'Newest' }).click();
  await expect.poll(hrefs).toEqual(all.slice(0, 2));
});

test('refreshing brings rows that arrived meanwhile', async ({ admin }) => {
  const { traceId } = await callTool();
  await admin.goto(`/logs?trace=${traceId}`);
  await expect(rows(admin)).toHaveCount(1);
  await callTool({ traceId });
  await admin.getByRole('button', { name: 'Refresh' }).click();
  await expect(rows(admin)).toHaveCount(2);
});
