import type { Product } from '../../scripts/support/product.mjs';

/** Signs in as the web app does, and returns the cookie header of the session. */
export async function signIn(
  product: Product,
  { email, password }: { email: string; password: string },
): Promise<string> {
  const csrf = await fetch(`${product.url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const jar = cookiesOf(csrf);
  const answer = await fetch(`${product.url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: jar, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  const session = cookiesOf(answer);
  if (!session.includes('session-token'))
    throw new Error(`Sign-in failed: HTTP ${answer.status} ${await answer.text()}`);
  return session;
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
