import { expect, test } from './fixtures';
import { callTool } from './gateway';

test('rows are walked and opened by keys, and Esc leads back to the same filters', async ({ admin }) => {
  const { traceId } = await callTool();
  await callTool({ traceId });
  await admin.goto(`/logs?trace=${traceId}`);
  const links = admin.locator('[data-row-link]');
  await expect(links).toHaveCount(2);
  await admin.keyboard.press('j');
  await expect(links.nth(0)).toBeFocused();
  await admin.keyboard.press('ArrowDown');
  await expect(links.nth(1)).toBeFocused();
  await admin.keyboard.press('k');
  await expect(links.nth(0)).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(admin).toHaveURL(/\/logs\/[0-9a-f-]{36}$/);
  await expect(admin.getByRole('region', { name: 'Arguments' })).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(admin).toHaveURL(new RegExp(`trace=${traceId}`));
});

test('Esc from a call gives focus and scroll position back', async ({ admin }) => {
  for (let count = 0; count < 45; count += 1) await callTool();
  await admin.goto('/logs');
  const links = admin.locator('[data-row-link]');
  const link = links.nth(38);
  await link.scrollIntoViewIfNeeded();
  const href = await link.getAttribute('href');
  const top = (await link.boundingBox())?.y ?? 0;
  expect(await admin.evaluate(() => window.scrollY)).toBeGreaterThan(100);
  for (const leave of [() => admin.keyboard.press('Escape'), () => admin.goBack()]) {
    await admin.locator(`[data-row-link][href="${href}"]`).click();
    await expect(admin.getByRole('region', { name: 'Arguments' })).toBeVisible();
    await leave();
    const again = admin.locator(`[data-row-link][href="${href}"]`);
    await expect(again).toBeFocused();
    await expect.poll(async () => Math.abs(((await again.boundingBox())?.y ?? 0) - top)).toBeLessThan(2);
  }
});

test('"/" goes to the tool filter, where letters are letters', async ({ admin }) => {
  await admin.goto('/logs');
  await admin.keyboard.press('/');
  await expect(admin.getByLabel('Tool name')).toBeFocused();
  await admin.keyboard.type('jk?r');
  await expect(admin.getByLabel('Tool name')).toHaveValue('jk?r');
  await expect(admin.getByRole('dialog')).toHaveCount(0);
});

test('"r" refreshes', async ({ admin }) => {
  const { traceId } = await callTool();
  await admin.goto(`/logs?trace=${traceId}`);
  await expect(admin.locator('[data-row]')).toHaveCount(1);
  await callTool({ traceId });
  await admin.keyboard.press('r');
  await expect(admin.locator('[data-row]')).toHaveCount(2);
});

test('"?" lists the keys and Esc closes the list', async ({ admin }) => {
  await admin.goto('/servers');
  await admin.keyboard.press('?');
  await expect(admin.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('dialog')).toHaveCount(0);
});

test('the command menu goes to pages, filters and switches the theme', async ({ admin }) => {
  await admin.goto('/logs');
  const openMenu = async () => {
    await admin.keyboard.press('ControlOrMeta+k');
    await expect(admin.getByRole('dialog', { name: 'Command menu' })).toBeVisible();
  };
  await openMenu();
  await admin.keyboard.type('timed');
  await admin.keyboard.press('Enter');
  await expect(admin).toHaveURL(/\/logs\?status=timeout$/);

  await openMenu();
  await admin.keyboard.type('dark');
  await admin.keyboard.press('Enter');
  await expect(admin.locator('html')).toHaveClass(/(^| )dark( |$)/);
  await admin.reload();
  await expect(admin.locator('html')).toHaveClass(/(^| )dark( |$)/);

  await openMenu();
  await admin.keyboard.type('servers');
  await admin.keyboard.press('Enter');
  await expect(admin).toHaveURL(/\/servers$/);
});

test('the first Tab reaches the link that skips the navigation', async ({ admin }) => {
  await admin.goto('/logs');
  await admin.keyboard.press('Tab');
  const skip = admin.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
});
