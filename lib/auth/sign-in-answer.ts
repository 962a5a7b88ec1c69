import type { TooManyTries } from '../users/sign-in-tries';

/** What next-auth is given as the reason of a refusal ends up in an address; this is how it reads there. */
const REASON = 'TooManyAttempts';
const IN_ADDRESS = /[?&]error=TooManyAttempts%3A(\d{1,6})(?:&|$)/;

/** The reason of a refusal as next-auth passes it on. */
export const reasonOf = (refusal: TooManyTries): Error => new Error(`${REASON}:${refusal.retryAfterS}`);

/** next-auth knows 401 only: an answer that tells of too many tries becomes a 429 that says when to come back. */
export async function withRetryAfter(answer: Response): Promise<Response> {
  if (answer.status !== 401) return answer;
  const text = await answer.text();
  const seconds = IN_ADDRESS.exec(addressIn(text))?.[1];
  const headers = new Headers(answer.headers);
  if (seconds !== undefined) headers.set('retry-after', seconds);
  return new Response(text, { status: seconds === undefined ? 401 : 429, headers });
}

function addressIn(text: string): string {
  try {
    const { url } = JSON.parse(text) as { url?: unknown };
    return typeof url === 'string' ? url : '';
  } catch {
    return '';
  }
}
