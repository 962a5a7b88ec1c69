import { expect, test } from './fixtures';

test('an admin adds an auditor, who reads everything and finds nothing to change', async ({
  admin,
  browser,
}) => {
  const email = `auditor-${Date.now()}@example.com`;
  const password = 'reads-but-does-not-touch';
  await admin.goto('/users');
  await admin.getByRole('button', { name: 'Add person' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add a person' });
  await dialog.getByLabel('Name').fill('Auditor');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('radio', { name: /^auditor/ }).check();
  await dialog.getByRole('button', { name: 'Add person' }).click();
  await expect(admin.getByRole('row').filter({ hasText: email })).toContainText('auditor');

  const context = await browser.newContext();
  const auditor = await context.newPage();
  await auditor.goto('/activity');
  await auditor.getByLabel('E-mail').fill(email);
  await auditor.getByLabel('Password').fill(password);
  await auditor.getByRole('button', { name: 'Sign in' }).click();
  await expect(auditor).toHaveURL(/\/activity$/);
  await expect(auditor.getByRole('row').nth(1)).toContainText('user.sign_in');
  await expect(auditor.getByRole('row').nth(2)).toContainText('user.create');
  await expect(auditor.getByRole('row').nth(2)).toContainText(email);
  for (const [place, heading] of [
    ['/keys', 'Keys'],
    ['/users', 'Users'],
    ['/servers', 'Servers'],
  ] as const) {
    await auditor.goto(place);
    await expect(auditor.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(
      auditor
        .getByRole('main')
        .getByRole('button', { name: /^(Add|Create|Edit|Remove|Revoke|Switch)\b(?!.*column)/i }),
    ).toHaveCount(0);
  }
  await context.close();

  await admin.getByRole('button', { name: `Remove ${email}` }).click();
  await admin.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(admin.getByRole('row').filter({ hasText: email })).toHaveCount(0);
});

test('the last admin cannot be demoted, and the dialog says why', async ({ admin }) => {
  await admin.goto('/users');
  const own = admin.getByRole('row').filter({ hasText: '(you)' });
  await own.getByRole('button', { name: /^Edit/ }).click();
  await admin.getByRole('radio', { name: /^viewer/ }).check();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('dialog')).toContainText('This is the last admin.');
});

test('a viewer finds no activity', async ({ viewer }) => {
  await viewer.goto('/activity');
  await expect(viewer).toHaveURL(/\/logs$/);
  await expect(viewer.getByRole('link', { name: 'Activity' })).toHaveCount(0);
});
