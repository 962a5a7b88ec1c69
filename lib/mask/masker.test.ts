import { describe, expect, it } from 'vitest';
import { createMasker } from './masker';

const KNOWN = 'upstream-credential-0123456789';
const masker = createMasker([KNOWN, 'short']);
const text = (raw: string) => masker.text(raw, {});
const json = (value: unknown) => masker.json(JSON.stringify(value), {});

describe('what PostgreSQL does not take', () => {
  it.each(['a\0b', 'a\ud800b'])('is in no text, also when a key was called so before: %j', (raw) => {
    const { json: maskJson, text: maskText } = createMasker([]);
    maskJson(JSON.stringify({ [raw]: 1 }), {});
    expect(maskText(raw, {})).toBe('a\ufffdb');
  });
});

describe('masking of text', () => {
  it.each([
    ['a GitHub token', 'see ghp_0123456789abcdefghijABCDEFGHIJ012345 there', 'see *** there'],
    ['a Slack token', 'xoxb-123456789012-abcdefghijkl', '***'],
    ['the shortest token that has a format', 'see xoxb-1abcdefghi here', 'see *** here'],
    ['a token of our own', `key slk_${'a'.repeat(43)}.`, 'key ***.'],
    ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE', '***'],
    ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '***'],
    ['a password in a URL', 'postgres://me:hunter2@db/x', 'postgres://me:***@db/x'],
    ['an Authorization header', 'Authorization: Bearer abcdef1234567890', 'Authorization: Bearer ***'],
    ['a header with another scheme', 'authorization: Api-Token 22cb987851bc', 'authorization: Api-Token ***'],
    ['an assignment', 'export DB_PASSWORD="hunter2hunter2"', 'export DB_PASSWORD="***"'],
    ['a private key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y', 'x *** y'],
  ])('finds %s', (_name, raw, masked) => expect(text(raw)).toBe(masked));

  it.each([
    'The token bucket holds 10 tokens.',
    'commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    'Please enter your password: it is required.',
    'https://example.com/a/b?page=2',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  ])('leaves ordinary text alone: %s', (raw) => expect(text(raw)).toBe(raw));

  it('finds what the gateway itself knows, in every encoding', () => {
    const forms = [
      KNOWN,
      Buffer.from(KNOWN).toString('hex'),
      Buffer.from(KNOWN).toString('base64'),
      Buffer.from(`user:${KNOWN}`).toString('base64'),
      Buffer.from(`xx${KNOWN}!`).toString('base64url'),
    ];
    for (const form of forms) expect(text(`before ${form} after`)).not.toContain(form.slice(4, -4));
  });

  it('is idempotent', () => {
    const once = text(
      'password=hunter2hunter2 ghp_0123456789abcdefghijABCDEFGHIJ012345 Bearer abcdef1234567890',
    );
    expect(text(once)).toBe(once);
  });
});

describe('masking of JSON', () => {
  it('masks by name, whatever the value looks like', () => {
    expect(
      JSON.parse(json({ password: 'x', apiKey: 'y', 'client-secret': 'z', user: 'me', pin: 1234 })),
    ).toEqual({
      password: '***',
      apiKey: '***',
      'client-secret': '***',
      user: 'me',
      pin: '***',
    });
  });

  it('masks everything inside a value with a secret’s name', () => {
    expect(JSON.parse(json({ credentials: { a: 'x', list: ['y', 7, true, null] } }))).toEqual({
      credentials: { a: '***', list: ['***', '***', true, null] },
    });
  });

  it('leaves counters and cursors alone', () => {
    const value = {
      max_tokens: 100,
      nextPageToken: 'abc',
      progressToken: 'p',
      inputTokens: 3,
      tokenCount: 1,
    };
    expect(JSON.parse(json(value))).toEqual(value);
  });

  it('looks into JSON inside strings', () => {
    const masked = json({ text: JSON.stringify({ token: 's3cr3t', n: 1 }) });
    expect(JSON.parse(JSON.parse(masked).text)).toEqual({ token: '***', n: 1 });
  });

  it('masks a secret that is a name', () => {
    expect(json({ ghp_0123456789abcdefghijABCDEFGHIJ012345: 1 })).toBe('{"***":1}');
  });

  it('changes nothing else: big integers, order, spacing, duplicate names, escapes', () => {
    const raw = '{ "z":12345678901234567890 , "a":[1.0e+02,"\\u00e9\\/"],"a":null}';
    expect(masker.json(raw, {})).toBe(raw);
  });

  it.each(['{"a":', '{"a":"b', ']', '[}', '['.repeat(100)])(
    'keeps no part of what is not JSON: %s',
    (raw) => {
      expect(masker.json(raw, {})).toContain('[unmaskable');
    },
  );

  it('counts by rule', () => {
    const counts = {};
    masker.json('{"token":"a","text":"Bearer abcdef1234567890"}', counts);
    expect(counts).toEqual({ key_name: 1, authorization: 1 });
  });
});

describe('masking under attack', () => {
  // CPU time is no test of speed here, only of growth: ten times the text may not cost much more than ten times.
  it.each([
    'a',
    '"eyJ',
    ' ',
    '{',
    'key="',
    'token',
    '-----BEGIN PRIVATE KEY-----',
    '://a:',
    'Bearer ',
    'password=',
    '\\',
  ])('is linear on %j', (piece) => {
    const cost = (characters: number) => {
      const raw = piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);
      const started = process.cpuUsage();
      for (let run = 0; run < 3; run += 1) masker.json(JSON.stringify(raw), {});
      const used = process.cpuUsage(started);
      return used.user + used.system;
    };
    cost(60_000);
    expect(cost(60_000)).toBeLessThan(Math.max(cost(6_000) * 40, 60_000));
  });
});
