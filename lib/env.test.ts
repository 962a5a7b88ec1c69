import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

describe('the environment', () => {
  it('has defaults for everything, and takes empty for unset', () => {
    expect(parseEnv({ DATABASE_URL: '', MAX_BODY_BYTES: '' })).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      UPSTREAM_TIMEOUT_MS: 60_000,
      MAX_BODY_BYTES: 4_194_304,
      ALLOW_PRIVATE_ADDRESSES: false,
      DATABASE_URL: undefined,
    });
  });

  it.each([
    ['PORT', 'abc'],
    ['DATABASE_URL', 'mysql://x'],
    ['ENCRYPTION_KEY', 'too short'],
    ['NEXTAUTH_SECRET', 'weak'],
    ['ADMIN_PASSWORD', 'weak'],
    ['ALLOW_PRIVATE_ADDRESSES', 'yes'],
    ['BOOTSTRAP_API_KEY', 'with space in it'],
  ])('names the variable that is wrong: %s', (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(name);
  });

  it('never repeats a secret in the error', () => {
    expect(() => parseEnv({ ADMIN_PASSWORD: 'hunter2' })).toThrow(/^(?!.*hunter2)/s);
  });

  it('reads several encryption keys, newest first', () => {
    const [a, b] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
    expect(parseEnv({ ENCRYPTION_KEY: `${a}, ${b}` }).ENCRYPTION_KEY?.map((key) => key[0])).toEqual([1, 2]);
  });
});
