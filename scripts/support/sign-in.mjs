/**
 * Signs in as the web app does.
 *
 * @param {string} url of the product
 * @param {{ email: string, password: string }} person
 * @returns {Promise<string>} the cookie header of the session
 */
export async function signIn(url, { email, password }) {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(csrf), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  const session = cookiesOf(answer);
  if (!session.includes('session-token')) throw new Error(`Sign-in failed: HTTP ${answer.status}`);
  return session;
}

/** @param {Response} answer */
const cookiesOf = (answer) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
