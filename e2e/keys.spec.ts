import { expect, test } from './fixtures';
import { callTool } from './gateway';

test('a key is shown once, works, and is refused after it was revoked', async ({ admin }) => {
  const name = `e2e ${Date.now()}`;
  await admin.goto('/keys');
  await admin.getByRole('button', { name: 'Create key' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const key = (await dialog.getByRole('region', { name: 'API key' }).textContent())?.trim() ?? '';
  expect(key).toMatch(/^slk_[\w-]{43}$/);
  // No server is chosen for the person where there are several.
  await expect(dialog.getByRole('region', { name: 'configuration for Claude Code' })).toHaveCount(0);
  await dialog.getByLabel('Server', { exact: true }).selectOption('everything');
  await expect(dialog.getByRole('region', { name: 'configuration for Claude Code' })).toContainText(
    `Bearer ${key.slice(0, 12)}`,
  );
  await dialog.getByRole('button', { name: 'I have copied the key' }).click();
  await expect(dialog).toHaveCount(0);

  const row = admin.getByRole('row').filter({ hasText: name });
  await expect(row).toContainText('Active');
  await admin.reload();
  expect(await admin.content()).not.toContain(key);

  await expect.poll(async () => (await callTool({ key })).status).toBe(200);
  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('Revoked');
  await expect.poll(async () => (await callTool({ key })).status).toBe(401);
});

test('a key without a name, a scope or a server is refused field by field', async ({ admin }) => {
  await admin.goto('/keys');
  await admin.getByRole('button', { name: 'Create key' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('only these').check();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog).toContainText('must not be empty');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Name').fill('no servers');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog).toContainText('choose at least one server, or all servers');
  await dialog.getByLabel('call MCP servers').uncheck();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog).toContainText('choose at least one scope');
});

test('a name that an active key has is refused, and that key named by its prefix', async ({ admin }) => {
  const name = `twin ${Date.now()}`;
  await admin.goto('/keys');
  const dialog = admin.getByRole('dialog');
  const create = async (text: string) => {
    await admin.getByRole('button', { name: 'Create key' }).click();
    await dialog.getByLabel('Name').fill(text);
    await dialog.getByRole('button', { name: 'Create key' }).click();
  };
  await create(name);
  const key = (await dialog.getByRole('region', { name: 'API key' }).textContent())?.trim() ?? '';
  await dialog.getByRole('button', { name: 'I have copied the key' }).click();
  await create(name.toUpperCase());
  await expect(dialog).toContainText(`is the name of an active key (${key.slice(0, 12)}…`);
  await expect(dialog.getByLabel('Name')).toBeFocused();
});
