import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { callTool } from './gateway';

async function openOnlyRow(page: Page, traceId: string): Promise<void> {
  await page.goto(`/logs?trace=${traceId}`);
  await page.locator('[data-row-link]').click();
  await expect(page).toHaveURL(/\/logs\/[0-9a-f-]{36}$/);
}

test('a call shows its payloads masked, digit by digit, and never the secret', async ({ admin }) => {
  const secret = 'hunter2-never-to-be-seen';
  const { traceId } = await callTool({ arguments: { message: 'plain', password: secret } });
  await openOnlyRow(admin, traceId);
  const payload = admin.getByRole('region', { name: 'Arguments' });
  await expect(payload).toContainText('"message": "plain"');
  await expect(payload).toContainText('"password": "***"');
  await expect(payload.locator('mark')).toHaveText('***');
  expect(await admin.content()).not.toContain(secret);
  await expect(admin.getByRole('region', { name: 'Response' })).toBeVisible();
});

test('content of a payload is text, never markup', async ({ admin }) => {
  const { traceId } = await callTool({ arguments: { message: '<img src=x onerror=alert(1)><b>bold</b>' } });
  await openOnlyRow(admin, traceId);
  await expect(admin.getByRole('region', { name: 'Arguments' })).toContainText('<b>bold</b>');
  await expect(admin.locator('pre img, pre b')).toHaveCount(0);
});

test('ids, times and caller are shown, and the trace leads to its other calls', async ({ admin }) => {
  const { traceId } = await callTool();
  await callTool({ traceId });
  await admin.goto(`/logs?trace=${traceId}`);
  await admin.locator('[data-row-link]').first().click();
  const details = admin.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText(traceId);
  await expect(details).toContainText('2025-11-25');
  await expect(details.getByRole('button', { name: /^Copy/ })).not.toHaveCount(0);
  await expect(admin.getByRole('article')).toContainText(/\d ms.*server.*gateway/);
  await details.getByRole('link', { name: 'Other calls of this trace' }).click();
  await expect(admin.locator('[data-row-link]')).toHaveCount(2);
});

test('a refused call says why', async ({ admin }) => {
  const { traceId, status } = await callTool({ key: 'slk_not-a-key' });
  expect(status).toBe(401);
  await openOnlyRow(admin, traceId);
  await expect(admin.getByRole('article')).toContainText('Denied');
  await expect(admin.getByRole('article')).toContainText('unauthenticated');
  await expect(admin.getByRole('article')).toContainText('the server was not called');
});

test('an id without a row is a 404 that leads on', async ({ admin }) => {
  const answer = await admin.goto('/logs/01a20303-e13d-748b-84e2-b3c16bca90f9');
  expect(answer?.status()).toBe(404);
  await expect(admin.getByRole('heading', { name: 'There is no such call' })).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Go to the logs' })).toBeVisible();
});

test('JSON in text is shown as JSON, with a switch to the text as it came', async ({ admin }) => {
  const inner = JSON.stringify({ id: 1, labels: ['bug'] }).replace('1', '9007199254740993');
  const { traceId } = await callTool({ arguments: { message: inner } });
  await openOnlyRow(admin, traceId);
  const payload = admin.getByRole('region', { name: 'Arguments' });
  await expect(payload).toContainText('JSON in text');
  await expect(payload).toContainText('"id": 9007199254740993');
  const choice = admin.getByRole('group', { name: 'Arguments: JSON in text' });
  await choice.getByRole('button', { name: 'As it came' }).click();
  await expect(payload).toContainText(String.raw`\"id\":9007199254740993`);
  await expect(payload).not.toContainText('JSON in text');
});

test('characters that cannot be seen are shown as escapes, with a notice', async ({ admin }) => {
  const { traceId } = await callTool({ arguments: { message: 'invoice_\u202efdp.exe\u200b' } });
  await openOnlyRow(admin, traceId);
  const payload = admin.getByRole('region', { name: 'Arguments' });
  await expect(payload.locator('[data-hidden-character]')).toHaveText(['U+202E', 'U+200B']);
  await expect(admin.getByRole('status').filter({ hasText: 'cannot be seen' })).toContainText('U+202E × ');
  expect(await admin.getByRole('article').textContent()).not.toMatch(/[\u202e\u200b]/);
});
