import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test, type Page } from 'playwright/test';
import { startProduct, type Product } from '../scripts/support/product.mjs';

const PERSON = { name: 'Ada', email: 'ada@example.com', password: 'first-of-all-admins' };

// A product of its own: nobody has an account, there is no server, no key and no call.
test.describe.configure({ mode: 'serial' });
let product: Product;
let page: Page;

test.beforeAll(async ({ browser }) => {
  product = await startProduct({
    env: {
      ADMIN_EMAIL: undefined,
      ADMIN_PASSWORD: undefined,
      BOOTSTRAP_API_KEY: undefined,
      ALLOW_STDIO: 'true',
    },
  });
  const context = await browser.newContext({ baseURL: product.url });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
});

test.afterAll(async () => {
  await page?.context().close();
  await product?.stop();
  product?.cleanUp();
});

/** What the copy button puts into the clipboard. */
async function copied(what: string): Promise<string> {
  await page.getByRole('button', { name: `Copy ${what}` }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

const headline = () => page.getByRole('heading', { level: 1 });

test('the sign-in page says where the link is, and the link signs in', async () => {
  await page.goto('/');
  await expect(headline()).toHaveText('There is no admin yet');
  await expect(page.getByLabel('Password')).toHaveCount(0);
  await expect.poll(() => product.output()).toMatch(/ready on[^]*\/setup\?token=/);
  await page.goto(/http:\S+\/setup\?token=\S+/.exec(product.output())?.[0] ?? '');
  await page.getByLabel('Name').fill(PERSON.name);
  await page.getByLabel('E-mail').fill(PERSON.email);
  await page.getByLabel('Password').fill(PERSON.password);
  await page.getByRole('button', { name: 'Create the admin account' }).click();
  await expect(page).toHaveURL(/\/start$/);
  await expect(headline()).toContainText('None of three steps are done.');
});

test('the front page leads there until there is a call', async () => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/start$/);
});

test('a pasted file is added entry by entry, and says why one was refused', async () => {
  await page.getByText('Paste mcpServers').click();
  const field = page.getByLabel(/^The file of Claude Desktop/);
  await field.fill('{"mcpServers"');
  await page.getByRole('button', { name: 'Add these servers' }).click();
  await expect(page.getByText('This cannot be used: it is not valid JSON.')).toBeVisible();
  const mcpServers = {
    old: { type: 'sse', url: 'https://mcp.invalid/sse' },
    inside: { url: 'http://127.0.0.1:9/mcp' },
    'Far Away': { url: 'https://mcp.invalid/mcp?key=stays-hidden-for-good' },
  };
  await field.fill(JSON.stringify({ mcpServers }));
  await page.getByRole('button', { name: 'Add these servers' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'old was not added' })).toContainText(
    'type "sse", the older transport, are not served yet',
  );
  await expect(page.getByRole('status').filter({ hasText: 'inside was not added' })).toContainText(
    'loopback or private network',
  );
  const added = page.getByRole('list', { name: 'Servers' }).getByRole('listitem');
  await expect(added).toHaveCount(1);
  await expect(added).toContainText('/mcp/far-away');
  await expect(headline()).toContainText('One of three steps is done.');
});

test('three steps lead to a first call, which opens by itself', async () => {
  await page.getByText('Example server', { exact: true }).click();
  await page.getByRole('button', { name: 'Add everything' }).click();
  await expect(page.getByRole('list', { name: 'Servers' })).toContainText('/mcp/everything');

  await page.getByLabel('Name').fill('first-agent');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(headline()).toContainText('Two of three steps are done. Waiting for the first call.');
  const key = await copied('API key');

  // Two servers are there: none of them is chosen for the person.
  await expect(page.getByText('Choose the server that the client shall reach.')).toBeVisible();
  await page.getByLabel('Server', { exact: true }).selectOption('everything');
  await expect(headline()).toContainText('Waiting for the first call to everything.');
  const command = await copied('command for Claude Code');
  expect(command).toContain(`claude mcp add --transport http everything`);
  expect(command).toContain(`${product.url}/mcp/everything`);
  expect(command).toContain(`Bearer ${key}`);
  await expect(page.getByRole('region', { name: 'command for Claude Code' })).not.toContainText(key);

  await page.getByText('curl', { exact: true }).click();
  const commands = await copied('commands for curl');
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const { stdout } = await promisify(execFile)('sh', ['-c', commands], { timeout: 25_000 });
  expect(stdout).toContain('"name":"echo"');
  expect(stdout).toContain('Echo: hello');
  await expect(page).toHaveURL(/\/logs\/[0-9a-f-]{36}$/);
  await expect(headline()).toContainText('echo');
  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
  await page.goto('/');
  await expect(page).toHaveURL(/\/logs$/);
});

test('a refused call is shown with its reason, and opens nothing', async () => {
  await page.goto('/start');
  await expect(headline()).toContainText('All three steps are done.');
  await fetch(`${product.url}/mcp/everything`, {
    method: 'POST',
    headers: { authorization: 'Bearer not-a-key', 'content-type': 'application/json' },
    body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}',
  });
  await expect(page.getByRole('heading', { name: 'What has arrived' }).locator('..')).toContainText(/key/i);
  await expect(page).toHaveURL(/\/start$/);
});

test('a command is added, and replaced without ever being shown', async () => {
  await page.goto('/servers');
  await page.getByRole('button', { name: 'Add server' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('By command').click();
  await dialog.getByLabel('Name', { exact: true }).fill('My Files (work)');
  await expect(dialog.getByLabel('Slug')).toHaveValue('my-files-work');
  await dialog.getByLabel('Program').fill('npx');
  await dialog.getByLabel('Arguments').fill('mcp-server-filesystem\n/hidden-argument');
  await dialog.getByLabel('Variable name').fill('FILES_TOKEN');
  await dialog.getByLabel('Variable value').fill('hidden-variable');
  await dialog.getByLabel('Directory').fill('relative');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog).toContainText('must be an absolute path');
  await dialog.getByLabel('Directory').fill('');
  await dialog.getByRole('button', { name: 'Add server' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Edit My Files (work)' }).click();
  await expect(dialog).toContainText('configured: npx (2 arguments)');
  await expect(dialog.getByLabel('Program')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Replace command' }).click();
  await expect(dialog.getByLabel('Arguments')).toHaveValue('');
  expect(await page.content()).not.toMatch(/hidden-(argument|variable)/);
  await dialog.getByLabel('Program').fill('npx');
  await dialog.getByLabel('One process for all agents').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const { items } = (await (await page.request.get('/api/v1/servers')).json()) as {
    items: { slug: string; command: string; shared: boolean }[];
  };
  expect(items.find((server) => server.slug === 'my-files-work')).toMatchObject({
    command: 'npx',
    shared: true,
  });
});

test('an address with a credential is never shown and is replaced whole', async () => {
  await page.goto('/servers');
  await page.getByRole('button', { name: 'Edit Far Away' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('configured: https://mcp.invalid/mcp');
  expect(await page.content()).not.toContain('stays-hidden-for-good');
  await dialog.getByLabel('Name', { exact: true }).fill('Far');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Edit Far' }).click();
  await dialog.getByRole('button', { name: 'Replace address' }).click();
  await expect(dialog.getByLabel('Address', { exact: true })).toHaveValue('');
});
