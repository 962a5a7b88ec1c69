import { test as base, type APIRequestContext, type Browser, type Page } from 'playwright/test';
import { environment } from './environment';

export { expect } from 'playwright/test';

type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>;

interface PerTest {
  /** a page of a signed-in admin */
  admin: Page;
  /** a page of a signed-in viewer */
  viewer: Page;
}

interface PerWorker {
  adminState: StorageState;
  viewerState: StorageState;
}

/** The test function, with pages of people who are signed in already: only sign-in.spec.ts tests the form. */
export const test = base.extend<PerTest, PerWorker>({
  adminState: [
    async ({ playwright }, use) => use(await signIn(playwright.request, environment.admin)),
    { scope: 'worker' },
  ],
  viewerState: [
    async ({ playwright }, use) => use(await signIn(playwright.request, environment.viewer)),
    { scope: 'worker' },
  ],
  admin: async ({ browser, adminState, contextOptions }, use) => {
    await withPage({ browser, options: { ...contextOptions, storageState: adminState }, use });
  },
  viewer: async ({ browser, viewerState, contextOptions }, use) => {
    await withPage({ browser, options: { ...contextOptions, storageState: viewerState }, use });
  },
});

async function withPage({
  browser,
  options,
  use,
}: {
  browser: Browser;
  options: Parameters<Browser['newContext']>[0];
  use: (page: Page) => Promise<void>;
}): Promise<void> {
  const context = await browser.newContext({ ...options, baseURL: environment.baseUrl });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  await use(page);
  await context.close();
  if (refused.length > 0) throw new Error(`The page does what its policy forbids:\n${refused.join('\n')}`);
}

/** Signs in as the form does, without the form. */
async function signIn(
  requests: { newContext: (options: { baseURL: string }) => Promise<APIRequestContext> },
  person: { email: string; password: string },
): Promise<StorageState> {
  const request = await requests.newContext({ baseURL: environment.baseUrl });
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const answer = await request.post('/api/auth/callback/credentials', {
    form: { ...person, csrfToken, json: 'true' },
    maxRedirects: 0,
  });
  if (!answer.ok())
    throw new Error(`${person.email} could not sign in: ${answer.status()} ${await answer.text()}`);
  const state = await request.storageState();
  await request.dispose();
  return state;
}
