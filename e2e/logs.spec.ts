import type { Page } from 'playwright/test';
import { environment } from './environment';
import { expect, test } from './fixtures';
import { callTool } from './gateway';

const rows = (page: Page) => page.locator('[data-row]');

test('a call through the gateway stands in the list', async ({ admin }) => {
  const { traceId } = await callTool({ arguments: { message: 'seen' } });
  await admin.goto(`/logs?trace=${traceId}`);
  const row = rows(admin);
  await expect(row).toHaveAttribute('data-outcome', 'ok');
  await expect(row).toContainText('everything');
  await expect(row).toContainText('echo');
  await expect(admin.getByTestId('status-line')).toContainText(
    /^1 call, newest \d\d:\d\d:\d\d, updated \d\d:\d\d:\d\d$/,
  );
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
  await expect(rows(page).locator('time')).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}$/);
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

  const search = admin.getByRole('search');
  await search.locator('summary', { hasText: 'Status' }).click();
  await search.getByRole('checkbox', { name: 'OK' }).uncheck();
  await search.getByRole('checkbox', { name: 'Timed out' }).check();
  await expect(admin).toHaveURL(/status=timeout/);
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('heading', { name: 'No calls match these filters' })).toBeVisible();
  await search.getByRole('button', { name: 'Clear filters' }).click();
  await expect(admin).toHaveURL(/\/logs$/);
  await expect(rows(admin).first()).toBeVisible();
});

test('server, tool and time can be filtered, and the view can be shared by its address', async ({
  admin,
}) => {
  await callTool();
  await admin.goto('/logs');
  const search = admin.getByRole('search');
  await search.locator('summary', { hasText: 'Server' }).click();
  await search.getByRole('checkbox', { name: 'everything' }).check();
  await expect(admin).toHaveURL(/server=everything/);
  await admin.keyboard.press('Escape');
  await admin.getByRole('button', { name: '1h' }).click();
  await expect(admin).toHaveURL(/from=1h/);
  await admin.getByLabel('Tool name').fill('ECH');
  await admin.getByLabel('Tool name').press('Enter');
  await expect(admin).toHaveURL(/tool=ECH/);
  await expect(rows(admin).first()).toContainText('echo');

  await admin.goto(admin.url());
  await expect(admin.getByLabel('Tool name')).toHaveValue('ECH');
  await expect(admin.getByRole('button', { name: '1h' })).toHaveAttribute('aria-pressed', 'true');
  await expect(search.locator('summary', { hasText: 'Server' })).toHaveText('Server1');
  await search.getByRole('button', { name: 'Remove filter server everything' }).click();
  await expect(admin).not.toHaveURL(/server=/);
});

test('a wrong filter in the address is named and left out', async ({ admin }) => {
  const { traceId } = await callTool();
  await admin.goto(`/logs?trace=${traceId}&status=bogus&limit=0&tool=%00&tol=x`);
  for (const name of ['status=bogus', 'limit=0', 'tol=x']) {
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

test('text of a row can be selected, and a click beside it opens the call', async ({ admin }) => {
  const { traceId } = await callTool();
  await admin.goto(`/logs?trace=${traceId}`);
  const tool = rows(admin).getByText('echo', { exact: true });
  const box = await tool.boundingBox();
  if (!box) throw new Error('The tool is not shown.');
  await admin.mouse.move(box.x + 1, box.y + box.height / 2);
  await admin.mouse.down();
  await admin.mouse.move(box.x + box.width + 2, box.y + box.height / 2, { steps: 5 });
  await admin.mouse.up();
  expect(await admin.evaluate(() => window.getSelection()?.toString())).toContain('echo');
  await expect(admin).toHaveURL(/\/logs\?trace=/);
  await admin.evaluate(() => window.getSelection()?.removeAllRanges());
  await tool.click();
  await expect(admin).toHaveURL(/\/logs\/[0-9a-f-]{36}$/);
});

test('columns are shown, hidden and sized, and stay so for this person', async ({ admin }) => {
  const { traceId } = await callTool();
  await admin.goto(`/logs?trace=${traceId}`);
  const heads = admin.getByRole('columnheader');
  await expect(heads.filter({ hasText: 'Trace' })).toHaveCount(0);
  await admin.getByTitle('Columns').click();
  await admin.getByRole('checkbox', { name: 'Trace' }).check();
  await admin.getByRole('checkbox', { name: 'Server' }).uncheck();
  await admin.getByLabel('Width of Tool in pixels').fill('304');
  await admin.keyboard.press('Escape');
  const asChosen = async () => {
    await expect(rows(admin)).toContainText(traceId.slice(0, 8));
    await expect(heads.filter({ hasText: 'Server' })).toHaveCount(0);
    const width = await heads.filter({ hasText: 'Tool' }).evaluate((head) => head.clientWidth);
    expect(width).toBe(304);
  };
  await asChosen();
  await admin.reload();
  await asChosen();
  await admin.getByTitle('Columns').click();
  await admin.getByRole('button', { name: 'As it came' }).click();
  await expect(heads.filter({ hasText: 'Server' })).toHaveCount(1);
});

test('a column is drawn wider by its edge', async ({ admin }) => {
  await callTool();
  await admin.goto('/logs');
  const head = admin.getByRole('columnheader').filter({ hasText: 'Server' });
  const before = await head.evaluate((cell) => cell.clientWidth);
  const edge = head.locator('[title^=Drag]');
  const box = await edge.boundingBox();
  if (!box) throw new Error('The edge is not there.');
  await admin.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await admin.mouse.down();
  await admin.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 });
  await admin.mouse.up();
  await expect.poll(() => head.evaluate((cell) => cell.clientWidth)).toBe(before + 60);
  await edge.dblclick();
  await expect.poll(() => head.evaluate((cell) => cell.clientWidth)).toBe(before);
});

test('the head stays above the rows, and nothing of a row shines through it', async ({ admin }) => {
  for (let count = 0; count < 45; count += 1) await callTool();
  await admin.goto('/logs');
  await admin.evaluate(() => window.scrollTo(0, 200));
  const head = admin.getByRole('columnheader').first();
  await expect(head).toBeInViewport();
  const covers = await head.evaluate((cell) => {
    const strip = cell.closest('[role=rowgroup]')?.getBoundingClientRect();
    if (!strip) return false;
    const points = Array.from({ length: 20 }, (_, index) => strip.left + (strip.width * (index + 0.5)) / 20);
    return points.every((x) => {
      const top = document.elementFromPoint(x, strip.top + strip.height / 2);
      return top !== null && cell.closest('[role=rowgroup]')?.contains(top) === true;
    });
  });
  expect(covers).toBe(true);
});

test('hidden characters of a tool’s name are shown as escapes', async ({ admin }) => {
  const { traceId } = await callTool({ tool: 'read_\u202egpj.exe' });
  await admin.goto(`/logs?trace=${traceId}`);
  await expect(rows(admin).locator('[data-hidden-character]').first()).toHaveText('U+202E');
  expect(await rows(admin).textContent()).not.toContain('\u202e');
});
