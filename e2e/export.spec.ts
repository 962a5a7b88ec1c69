import type { Page } from 'playwright/test';
import { startOtlpReceiver } from '../scripts/support/otlp-receiver.mjs';
import { ADMIN, BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { expect, test } from './fixtures';

const SECRET = 'collector-token-0123456789';

let product: Product;
let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;

// A product of its own: a receiver on this machine is on a private address, and where spans go counts for all.
test.beforeAll(async () => {
  receiver = await startOtlpReceiver();
  product = await startProduct({ env: { ALLOW_PRIVATE_ADDRESSES: 'true' } });
});

test.afterAll(async () => {
  await product.stop();
  product.cleanUp();
  await receiver.stop();
});

async function open(page: Page): Promise<void> {
  const cookies = (await signIn(product.url, ADMIN)).split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.url };
  });
  await page.context().addCookies(cookies);
  await page.goto(`${product.url}/settings/export`);
}

test('a destination is chosen, tried, saved, and seen at work', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Spans go nowhere');
  await expect(page.getByRole('group', { name: 'Provider' }).getByRole('radio')).toHaveCount(8);
  await page.getByLabel('Custom OTLP').check();
  await page.getByLabel('Endpoint').fill('collector');
  await page.getByRole('button', { name: 'Send a test span' }).click();
  await expect(page.getByText('must be an address that begins with')).toBeVisible();

  await page.getByLabel('Protocol').selectOption('http/json');
  await page.getByLabel('Compression').selectOption('none');
  await page.getByLabel('Endpoint').fill('http://127.0.0.1:9');
  await page.getByLabel('Headers').fill(`Authorization: Bearer ${SECRET}`);
  const answer = page.getByRole('status', { name: 'Answer to the test span' });
  await page.getByRole('button', { name: 'Send a test span' }).click();
  await expect(answer).toContainText('Nothing listens at this address and port');
  await page.getByLabel('Endpoint').fill(receiver.url);
  await page.getByRole('button', { name: 'Send a test span' }).click();
  await expect(answer).toContainText(`Accepted by ${new URL(receiver.url).host}`);
  expect(receiver.spans.map(({ name }) => name)).toEqual(['telemetry.test']);

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Exporting to Custom OTLP');
  await expect(page.getByRole('button', { name: 'Replace Headers' })).toBeVisible();
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health).toContainText('all replicas at generation 1');
  await fetch(`${product.url}/mcp/nothing`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
    body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  });
  await expect(health.getByRole('row').nth(1)).toContainText('Custom OTLP');
  await expect(health).not.toContainText('0 spans exported');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Replace Headers' })).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);
});

test('another address wants the credential again, and nothing is saved before', async ({ page }) => {
  await open(page);
  await page.getByLabel('Endpoint').fill('http://127.0.0.1:9');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('the address is another one now')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Endpoint')).toHaveValue(receiver.url);
});
