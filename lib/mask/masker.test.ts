import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzMasker } from '../../scripts/support/mask-fuzz.mjs';
import { maskJson } from './mask-json';
import { maskText } from './mask-text';
import { createMasker } from './masker';
import { Work } from './work';

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
    ['cookies', 'Cookie: sid=abc123def; theme=dark1', 'Cookie: sid=***; theme=***'],
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

  it.each([
    '{"a":',
    '{"a":"b',
    ']',
    '[}',
    '['.repeat(100),
    '{}x',
    '{"a" 1}',
    '[1,]',
    `${'['.repeat(600)}${']'.repeat(600)}`,
  ])('keeps no part of what is not JSON: %s', (raw) => {
    expect(masker.json(raw, {})).toContain('[unmaskable');
  });

  it('counts by rule', () => {
    const counts = {};
    masker.json('{"token":"a","text":"Bearer abcdef1234567890"}', counts);
    expect(counts).toEqual({ key_name: 1, authorization: 1 });
  });
});

describe('names, neighbours and values', () => {
  it.each([
    [
      'plurals, prefixes and suffixes',
      { passwords: ['a1'], accessTokens: { x: 'b2' }, api_key_prod: 'c3', pass: 'd4' },
    ],
    ['a name and its value as a pair', [{ name: 'API_KEY', value: 'c3c3c3' }]],
    ['the parameters of a template', [{ ParameterKey: 'DbPassword', ParameterValue: 'c3c3c3' }]],
    ['arguments of a command', ['--token', 'c3c3c3', '-u', 'bob:c3c3c3', '--password=c3c3c3']],
    ['a JSON web key', { kty: 'oct', k: 'c3c3c3' }],
    ['a Kubernetes secret', { kind: 'Secret', stringData: { any: 'c3c3c3' } }],
    ['JSON in JSON in JSON', { a: JSON.stringify({ b: JSON.stringify({ token: 'c3c3c3' }) }) }],
    ['a name in one block, its value in the next', [{ text: 'password: ' }, { text: 'c3c3c3 it is' }]],
  ])('masks %s', (_name, value) => {
    const masked = json(value);
    expect(masked).not.toMatch(/a1|b2|c3|d4/);
    expect(shapeOf(JSON.parse(masked))).toEqual(shapeOf(value));
  });

  it('masks a token and a known secret that are split over two blocks', () => {
    const blocks = [
      { text: 'see ghp_0123456789abc' },
      { text: `defghijABCDEFGHIJ012345 and ${KNOWN.slice(0, 9)}` },
    ];
    const masked = json([...blocks, { text: KNOWN.slice(9) }]);
    expect(masked).not.toMatch(/ghp_|defghij|upstream|0123456789/);
  });

  it.each([
    { properties: { password: { type: 'string', description: 'The password' } }, required: ['password'] },
    { token: { type: 'string' }, api_key_id: 'k-1', token_hash: 'ab12' },
    { password: '${DB_PASSWORD}', secret: '<your secret>', token: null },
  ])('leaves what only speaks of secrets: %j', (value) => expect(JSON.parse(json(value))).toEqual(value));
});

describe('a payload that is cut', () => {
  const cut = (head: string, tail: string) =>
    JSON.parse(masker.cut(head, tail, 200_000, {})) as Record<string, string>;

  it('keeps both ends, masked, and says what is missing', () => {
    const {
      cut: said,
      head,
      tail,
    } = cut('{"token":"abcdef","text":"hello there wor', 'd again","apiKey":"ghijkl"}');
    expect(said).toMatch(/^\d+ of 200000 characters were left out$/);
    expect(head).toBe('{"token":"***","text":"hello there ');
    expect(tail).toBe(',"apiKey":"***"}');
  });

  it.each([
    ['a token', '{"text":"see ghp_0123456789abcdefghij', 'ABCDEFGHIJ012345 there"}', /ghp_|0123456789/],
    ['a value of a secret’s name', '{"password":"one two thr', 'ee four","n":1}', /one|two|thr/],
    [
      'a known secret',
      `{"text":"it is ${KNOWN.slice(0, 12)}`,
      `${KNOWN.slice(12)} there"}`,
      /upstream|credential|0123/,
    ],
    ['what is inside a secret’s name', '{"credentials":{"a":"one","b":"tw', 'o","c":3}}', /one|tw/],
    [
      'a private key',
      '{"k":"-----BEGIN PRIVATE KEY-----\\nMIIE',
      'abcd\\nefgh\\n-----END PRIVATE KEY-----\\n"}',
      /MIIE|abcd|efgh/,
    ],
    ['a list in a secret’s name', '{"a":"x","passwords":["o', 'ne","hunter","three"],"n":1}', /hunter|three/],
    ['an object in a secret’s name', '{"credentials":{"u":1,"t":"', 'x","value":"hunter"},"n":1}', /hunter/],
    ['a bare value', '{"a":"x","password":', '"hunter","n":1}', /hunter/],
    ['a text with quotes', '{"password":"ab', 'c\\" hunter, \\"d","n":1}', /hunter/],
    [
      'no JSON at all',
      'token=abcdefgh12 and then xyz',
      'xyz password=hunter2hunter2',
      /abcdefgh|hunter2|xyz$/,
    ],
  ])('leaks no part of %s', (_name, head, tail, part) => {
    const ends = cut(head, tail);
    expect(ends['head']).not.toMatch(part);
    expect(ends['tail']).not.toMatch(part);
  });
});

describe('what must hold for every payload', () => {
  it('JSON keeps its shape, and masking twice is masking once', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (raw) => {
        const once = masker.json(raw, {});
        expect(shapeOf(JSON.parse(once))).toEqual(shapeOf(JSON.parse(raw)));
        expect(masker.json(once, {})).toBe(once);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('a token is found wherever it stands and wherever a payload is cut', () => {
    const token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
    fc.assert(
      fc.property(
        fc.lorem(),
        fc.lorem(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, after, share) => {
          const raw = JSON.stringify({ content: [{ text: `${before} ${token} ${after}` }] });
          expect(masker.json(raw, {})).not.toContain(token.slice(4, 16));
          const at = Math.floor(raw.length * share);
          const ends = masker.cut(raw.slice(0, at), raw.slice(at), raw.length, {});
          expect(ends).not.toMatch(/ghp_0|0123456789|ABCDEFGHIJ/);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  it('holds for texts made from what the rules look for', () => {
    const { inputs, masked } = fuzzMasker(masker, { inputs: 2_000, seed: 7 });
    expect([inputs, masked > 500]).toEqual([2_000, true]);
  }, 60_000);
});

describe('a budget', () => {
  it('what is not finished in its time is kept without payload, and not counted', () => {
    const counts = {};
    const late = createMasker([], { budgetMs: -60_000 });
    expect(late.json(JSON.stringify({ text: 'token=abcdef1234 '.repeat(5_000) }), counts)).toBe(
      '"[unmaskable: took too long]"',
    );
    expect(late.text('token=abcdef1234 '.repeat(3_500), counts)).toBe('[unmaskable: took too long]');
    expect(late.cut('token=abcdef1234 '.repeat(5_000), '', 90_000, counts)).toBe(
      '"[unmaskable: truncated, 90000 characters]"',
    );
    expect(counts).toEqual({});
  });

  it('bounds the work whatever the clock says', () => {
    expect(masker.json(JSON.stringify({ text: 'pw "'.repeat(15_000) }), {})).toContain('took too long');
  });
});

/** The median of several, in microseconds of this process. */
function costOf(work: () => void): number {
  const costs = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    work();
    const used = process.cpuUsage(started);
    return used.user + used.system;
  });
  return costs.sort((a, b) => a - b)[2] ?? 0;
}

describe('masking under attack', () => {
  // CPU time is no test of speed here, only of growth: eight times the text costs about eight times as much where
  // a rule is linear and sixty-four times where it is not.
  const small = 4_096;

  it.each([
    ...'a| |{|"|\\|\\"|-eyJ|"eyJ|eyJ.|token|-token|tokentoken_|token=|token=x|token="|token:|"token":|password: |password = |pw "|key|api key |-----BEGIN PRIVATE KEY-----|-----END PRIVATE KEY-----|-----BEGIN |://|://a:|://a@|http://a:b@|Bearer |Bearer x|authorization: a |cookie: a=b;|identified by |-u a:|--user |mysql |login |zip |sshpass |redis-cli |htpasswd -b a |sig=|code=|"kty"|AKIA|sk-|sk_live_|ghp_|xoxb-1|LTAI|@tcp(|:thin:|1:a|q~|-us|nral|.apps.googleusercontent.com|0123456789abcdef|QUJD|aGVsbG8g|<token>|<token|name="token" value="|token", |token(|secret == |%3Dtoken|&quot;|set password for |***'.split(
      '|',
    ),
    '|',
    '1|',
    'token|',
  ])('is linear on %j', (piece) => {
    const cost = (length: number) => {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      return costOf(() => maskText(text, null, new Work(1e9, 1e9), {}));
    };
    cost(small * 8);
    expect(cost(small * 8)).toBeLessThan(Math.max(cost(small) * 32, 40_000));
  });

  it.each([
    ['texts that are nearly JSON', (n: number) => Array.from({ length: n }, () => '{x}')],
    ['JSON in many texts', (n: number) => Array.from({ length: n }, () => '{"a":1}')],
    ['objects with a secret’s name', (n: number) => Array.from({ length: n }, () => ({ token: { a: 'x' } }))],
    ['arguments', (n: number) => Array.from({ length: n }, () => '--token')],
    ['blocks', (n: number) => Array.from({ length: n }, () => ({ text: 'token' }))],
    ['pairs', (n: number) => Array.from({ length: n }, () => ({ name: 'token', value: 'x' }))],
  ])('is linear on %s', (_name, make) => {
    const cost = (n: number) => {
      const raw = JSON.stringify(make(n));
      const tools = { known: null, work: new Work(1e9, 1e9), name: (key: string) => key };
      return costOf(() => maskJson(raw, tools, {}));
    };
    cost(2_400);
    expect(cost(2_400)).toBeLessThan(Math.max(cost(300) * 32, 40_000));
  });

  it('hardly notices how many secrets the gateway knows', () => {
    const secrets = (n: number) =>
      Array.from({ length: n }, (_, i) => `sk-ant-api03-${(i * 7919 + 12_345).toString(36).repeat(6)}`);
    const raw = JSON.stringify({
      text: 'The quick brown fox jumps over sk-ant-api03- and the lazy dog. '.repeat(1_000),
    });
    const [few, many] = [50, 5_000].map((n) => {
      const masker = createMasker(secrets(n));
      masker.json(raw, {});
      return costOf(() => masker.json(raw, {}));
    });
    expect(many).toBeLessThan(Math.max((few ?? 0) * 8, 30_000));
  }, 60_000);
});

/** Leaves by kind: what was masked is a text. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shapeOf);
  return typeof value === 'boolean' || value === null ? value : 'leaf';
}
