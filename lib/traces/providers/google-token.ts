import { context } from '@opentelemetry/api';
import { unsuppressTracing } from '@opentelemetry/core';
import { z } from 'zod';
import { AttemptFailure } from '../destination';

/** The only address that a key may name: anything else could be made to receive what it signs. */
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/trace.append';
/** A token is asked for anew so long before it ends. */
const EARLY_MS = 5 * 60_000;
const TIMEOUT_MS = 10_000;

const keyFile = z.object({
  type: z.literal('service_account', { error: 'is no service account key (type is not service_account)' }),
  client_email: z.string({ error: 'has no client_email' }).min(1),
  private_key_id: z.string().optional(),
  private_key: z
    .string({ error: 'has no private_key' })
    .regex(/^-----BEGIN PRIVATE KEY-----/, 'has no private_key in PEM'),
  token_uri: z.literal(TOKEN_URL, { error: `names another token_uri than ${TOKEN_URL}` }).default(TOKEN_URL),
});
export type ServiceAccount = z.infer<typeof keyFile>;

/** The key file of a service account. Throws when it is none; wrongWithServiceAccount() says why. */
export const serviceAccount = (json: string): ServiceAccount => keyFile.parse(JSON.parse(json));

/** What is wrong with a key file, as a sentence; null when it is one. */
export function wrongWithServiceAccount(json: string): string | null {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return 'is not JSON; paste the whole file that Google gave';
  }
  const parsed = keyFile.safeParse(read);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'is no service account key');
}

const answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/**
 * Gives the access token of a service account, a fresh one in time, by the JWT bearer grant (RFC 7523). Rejects
 * with AttemptFailure `token` when Google gives none.
 */
export function freshToken(account: ServiceAccount, ask: typeof fetch): () => Promise<string> {
  let held: { token: string; endsAt: number } | undefined;
  let asking: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    const { access_token: token, expires_in: seconds } = await exchange(account, ask);
    held = { token, endsAt: performance.now() + seconds * 1000 - EARLY_MS };
    return token;
  };
  return () => {
    if (held && performance.now() < held.endsAt) return Promise.resolve(held.token);
    return (asking ??= renew().finally(() => (asking = undefined)));
  };
}

async function exchange(account: ServiceAccount, ask: typeof fetch): Promise<z.infer<typeof answer>> {
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await assertionOf(account),
  });
  try {
    // An export is not traced, but this is no export, and happens once an hour.
    const response = await context.with(unsuppressTracing(context.active()), () =>
      ask(TOKEN_URL, {
        method: 'POST',
        body,
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    );
    const said = await response.text();
    if (!response.ok) throw new AttemptFailure('token', said.slice(0, 2_048));
    return answer.parse(JSON.parse(said));
  } catch (error) {
    if (error instanceof AttemptFailure) throw error;
    throw new AttemptFailure('token', error instanceof Error ? error.message : 'no token');
  }
}

async function assertionOf({ client_email, private_key, private_key_id }: ServiceAccount): Promise<string> {
  const { importPKCS8, SignJWT } = await import('jose');
  const key = await importPKCS8(private_key, 'RS256');
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(private_key_id ? { kid: private_key_id } : {}) })
    .setIssuer(client_email)
    .setAudience(TOKEN_URL)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}
