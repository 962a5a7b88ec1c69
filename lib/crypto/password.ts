import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors';
import { once } from '../once';
import { oneAtATime } from './one-at-a-time';

/** OWASP's password storage cheat sheet: scrypt with N = 2^17, r = 8, p = 1. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const KEY_BYTES = 32;
/** Some 0.4 s each: whoever waits behind so many would think that nothing happens. */
const MAX_WAITING = 16;

/** Each takes 128 MiB and a thread of libuv's, which the gateway's look-ups need as well. */
const queue = once('crypto/password', () => oneAtATime(MAX_WAITING));

async function derive(password: string, salt: Buffer): Promise<Buffer> {
  const key = queue()(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, COST, (error, derived) =>
          error ? reject(error) : resolve(derived),
        );
      }),
  );
  if (key) return key;
  throw new AppError('too_many_requests', 'Too many passwords are being checked. Try again in a moment.');
}

/** Hashes a password for storage as `scrypt$<salt>$<key>` (base64url). Throws AppError: too_many_requests. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`;
}

/**
 * Whether a password fits a stored hash. With `stored` undefined (no such user) it takes as long as a
 * wrong password, so that the time tells nobody which accounts exist. Throws AppError: too_many_requests.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [scheme, salt, key] = (stored ?? '').split('$');
  const usable = scheme === 'scrypt' && salt !== undefined && key !== undefined;
  const expected = usable ? Buffer.from(key, 'base64url') : Buffer.alloc(KEY_BYTES);
  const actual = await derive(password, usable ? Buffer.from(salt, 'base64url') : Buffer.alloc(16));
  return expected.length === actual.length && timingSafeEqual(expected, actual) && usable;
}
