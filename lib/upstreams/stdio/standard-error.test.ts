import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { StandardError } from './standard-error';

const BODY = ['MIIEvQIBADANBgkqhkiG9w0BAQEF', 'QmFzZTY0IG9mIGEga2V5IGZvciB0', 'ZXN0cw=='];
const key = (prefix = '') =>
  ['-----BEGIN PRIVATE KEY-----', ...BODY, '-----END PRIVATE KEY-----']
    .map((line) => prefix + line)
    .join('\n');

/** The last words of a server that wrote this. */
async function lastWords(text: string): Promise<string> {
  const stream = new PassThrough();
  const error = new StandardError(stream, { server: 's', pid: 1 });
  stream.write(text);
  await turn();
  error.release();
  return error.lastWords() ?? '';
}

it.each([
  ['alone', key()],
  ['with a prefix on each line', key('2026-01-01 INFO ')],
  ['without an end', key().split('\n').slice(0, -1).join('\n')],
])('shows no line of a private key: %s', async (_how, text) => {
  const words = await lastWords(`before\n${text}\n`);
  expect(words).toContain('before');
  for (const line of BODY) expect(words).not.toContain(line);
});

it('shows what follows a private key, and what follows one that does not end', async () => {
  expect(await lastWords(`${key()} and on\nafter\n`)).toMatch(/and on \| after$/);
  expect(await lastWords(`-----BEGIN PRIVATE KEY-----\n${'x\n'.repeat(400)}after\n`)).toMatch(/after$/);
});

it('shows what follows a key in one line', async () => {
  const words = await lastWords(`${key().replaceAll('\n', String.raw`\n`)}\nafter\n`);
  expect(words).toMatch(/after$/);
  expect(words).not.toContain(BODY[1]);
});
