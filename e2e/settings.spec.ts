import { environment } from './environment';
import { expect, test } from './fixtures';

test('a change waits in the bar, is saved, and says by whom', async ({ admin }) => {
  await admin.goto('/settings/security');
  const field = admin.getByLabel('Calls at a time', { exact: true });
  const before = await field.inputValue();
  await expect(admin.getByText('not saved')).toHaveCount(0);
  await field.fill('many');
  await expect(admin.getByText('1 change not saved')).toBeVisible();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('200');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('not saved')).toHaveCount(0);
  await expect(admin.getByText(`changed by ${environment.admin.email} on`)).toBeVisible();
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('200 calls');
  await field.fill('7');
  await admin.getByRole('button', { name: 'Discard' }).click();
  await expect(field).toHaveValue('200');
  await field.fill(before);
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('heading', { level: 1 })).toContainText(`${before} calls`);
});

test('who saves after somebody else is told, and loses nothing that was entered', async ({ admin }) => {
  await admin.goto('/settings/security');
  const own = admin.getByLabel('Open event streams', { exact: true });
  const theirs = admin.getByLabel('Open event streams to one server');
  const before = [await own.inputValue(), await theirs.inputValue()];
  await own.fill('77');
  const place = '/api/v1/settings/security';
  const { version } = (await (await admin.request.get(place)).json()) as { version: number };
  const { origin } = new URL(environment.baseUrl);
  const faster = await admin.request.patch(place, {
    headers: { origin },
    data: { version, value: { server_streams: 66 } },
  });
  expect(faster.status()).toBe(200);
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(
    admin.getByRole('alert').filter({ hasText: 'Somebody else has saved this section' }),
  ).toBeVisible();
  await expect(theirs).toHaveValue('66');
  await expect(own).toHaveValue('77');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('not saved')).toHaveCount(0);
  await own.fill(before[0] ?? '');
  await theirs.fill(before[1] ?? '');
  await expect(admin.getByText('2 changes not saved')).toBeVisible();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('not saved')).toHaveCount(0);
});

test('a token for scrapers is made, stands in the block, works, and is never shown again', async ({
  admin,
  request,
}) => {
  await admin.goto('/settings/metrics');
  await expect(admin).toHaveURL(/\/settings\/metrics$/);
  await admin.getByRole('button', { name: 'Make a token' }).click();
  const block = admin.getByRole('region', { name: 'metrics token' });
  const token = (await block.innerText()).trim();
  await expect(admin.getByRole('region', { name: 'Prometheus configuration' })).toContainText(token);
  const scrape = (text: string) =>
    request.get('/api/v1/metrics', { headers: { authorization: `Bearer ${text}` } });
  expect((await scrape(token)).status()).toBe(200);
  await admin.reload();
  await expect(admin.getByRole('button', { name: 'Replace token' })).toBeVisible();
  expect(await admin.content()).not.toContain(token);

  await admin.getByRole('button', { name: 'Replace token' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Make a new token' }).click();
  await expect(block).toBeVisible();
  await expect.poll(async () => (await scrape(token)).status()).toBe(401);
  await admin.getByRole('button', { name: 'Remove token' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(admin.getByRole('button', { name: 'Make a token' })).toBeVisible();
});

test('a viewer finds no settings', async ({ viewer }) => {
  await viewer.goto('/settings/metrics');
  await expect(viewer).toHaveURL(/\/logs$/);
});
