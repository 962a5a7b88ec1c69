import { environment } from './environment';
import { expect, test } from './fixtures';

const PAGES = ['/', '/logs', '/logs/01a20303-e13d-748b-84e2-b3c16bca90f9', '/servers', '/keys'];

test.describe('without a session', () => {
  for (const path of PAGES) {
    test(`${path} redirects to the sign-in page`, async ({ request, page }) => {
      const answer = await request.get(path, { maxRedirects: 0 });
      expect(answer.status()).toBe(307);
      expect(answer.headers()['location']).toMatch(/^\/login(\?|$)/);
      await page.goto(path);
      await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await expect(page.getByRole('navigation')).toHaveCount(0);
    });
  }

  test('the REST API answers 401 as problem+json', async ({ request }) => {
    const answer = await request.get('/api/v1/observability/logs');
    expect(answer.status()).toBe(401);
    expect(answer.headers()['content-type']).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 401, type: 'urn:sightline:problem:unauthenticated' });
  });
});

test('a person signs in, sees the logs and signs out', async ({ page }) => {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(environment.admin.email);
  await page.getByLabel('Password').fill(environment.admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/logs$/);
  await expect(page.getByRole('heading', { name: 'Logs' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/login$/);
  await page.goto('/logs');
  await expect(page).toHaveURL(/\/login\?/);
});

test('a wrong password is refused in words and keeps the e-mail', async ({ page }) => {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(environment.admin.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail or password is wrong.' })).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(environment.admin.email);
  await expect(page).toHaveURL(/\/login$/);
});

test('signing in leads back to the view that was asked for, but never to another site', async ({ page }) => {
  await page.goto('/logs?status=timeout');
  await expect(page).toHaveURL(/\/login\?callbackUrl=/);
  await page.getByLabel('E-mail').fill(environment.admin.email);
  await page.getByLabel('Password').fill(environment.admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/logs\?status=timeout$/);
  await page.goto('/login?callbackUrl=https://example.com/');
  await expect(page).toHaveURL(/\/logs$/);
});

test('a set-up link that is not valid says so', async ({ page }) => {
  await page.goto('/setup?token=wrong');
  await expect(page.getByRole('heading', { name: 'This set-up link does not work' })).toBeVisible();
});
