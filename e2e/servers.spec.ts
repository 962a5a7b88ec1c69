import { expect, test } from './fixtures';

test('a server of MCP_CONFIG is listed and can only be switched', async ({ admin }) => {
  await admin.goto('/servers');
  const row = admin.getByRole('row').filter({ hasText: '/mcp/everything' });
  await expect(row).toContainText('MCP_CONFIG');
  await expect(row).toContainText('Served');
  await expect(row.getByRole('button', { name: 'Switch off everything' })).toBeVisible();
  await expect(row.getByRole('button', { name: /^(Edit|Remove)/ })).toHaveCount(0);
});

test('a private address is refused with the reason', async ({ admin }) => {
  await admin.goto('/servers');
  await admin.getByRole('button', { name: 'Add server' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Inside');
  await dialog.getByLabel('Slug').fill('inside');
  await dialog.getByLabel('Address').fill('http://127.0.0.1:9/mcp');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog).toContainText('This address is on a loopback or private network.');
  await expect(dialog.getByLabel('Address')).toHaveValue('http://127.0.0.1:9/mcp');
  await expect(dialog.getByLabel('Address')).toBeFocused();
});

test('a server is added, edited without showing its headers, switched and removed', async ({ admin }) => {
  const slug = `e2e-${Date.now()}`;
  await admin.goto('/servers');
  await admin.getByRole('button', { name: 'Add server' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(slug);
  await dialog.getByLabel('Slug').fill(slug);
  await dialog.getByLabel('Address').fill('https://mcp.invalid/mcp');
  await dialog.getByLabel('Header name').fill('X-Api-Key');
  await dialog.getByLabel('Header value').fill('value-that-stays-hidden');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  const row = admin.getByRole('row').filter({ hasText: `/mcp/${slug}` });
  await expect(row).toContainText('X-Api-Key');
  await expect(row).toContainText('configured, values hidden');

  await row.getByRole('button', { name: `Edit ${slug}` }).click();
  await expect(dialog.getByLabel('Header value')).toHaveCount(0);
  await dialog.getByLabel('Name', { exact: true }).fill(`${slug} renamed`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('renamed');
  await expect(row).toContainText('X-Api-Key');
  expect(await admin.content()).not.toContain('value-that-stays-hidden');

  await row.getByRole('button', { name: /^Switch off/ }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(row).not.toContainText('Not served');
  await row.getByRole('button', { name: /^Switch off/ }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(row).toContainText('switched off by an admin');
  await row.getByRole('button', { name: /^Switch on/ }).click();
  await expect(row).not.toContainText('Not served');

  await row.getByRole('button', { name: /^Remove/ }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
});

test('wrong input is named field by field', async ({ admin }) => {
  await admin.goto('/servers');
  await admin.getByRole('button', { name: 'Add server' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Slug').fill('Not A Slug');
  await dialog.getByLabel('Address').fill('ftp://example.com');
  await dialog.getByLabel('Header name').fill('Host');
  await dialog.getByLabel('Header value').fill('x');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog).toContainText('must not be empty');
  await expect(dialog).toContainText('use lower-case letters');
  await expect(dialog).toContainText('must be an http:// or https:// address');
  await expect(dialog).toContainText('Host: is set by the gateway and cannot be given');
});

test('the whole list can be sorted, by click and by keys, and stays so', async ({ admin }) => {
  await admin.goto('/servers');
  const head = admin.getByRole('columnheader', { name: 'Server' });
  const names = () =>
    admin.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  const ascending = await names();
  await head.getByRole('button').press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  expect(await names()).toEqual(ascending.toReversed());
  await admin.reload();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
});
