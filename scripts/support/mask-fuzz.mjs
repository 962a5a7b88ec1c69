/** Texts made at random from what the rules look for, and what must hold for each of them. */

const PIECES = [
  ...'-eyJ|eyJhbGciOi|.|token|token=|"token":|password: |password=|pw|key|api_key=|api key|secret|-----BEGIN PRIVATE KEY-----|-----END PRIVATE KEY-----|://|@|:|a:b@|Bearer |Basic |authorization: |Cookie: a=b; |\\|\\"|\\\\"|{|}|[|]|"|\'|`|,| |\n|\t|&quot;|%22|%3D|=|==| = |:=|=>|->|<password>|</password>|name="token" value="|identified by |-u |--user a:|mysql -p|sig=|"kty"|AKIA|sk-|sk_live_|ghp_|xoxb-1|@tcp(|:thin:|1|0123456789abcdef|QUJDREVGR0hJSktMTU5PUFFS|is |***|\u0000|\ud800|é|日本|x|Zq8rT2mK5xW9vB3n|hunter2|${X}|<x>|null|true|12345678901234567890|{"a":{"token":"b"}}|[{"text":"password: "},{"text":"abc1234"}]|kind|"kind":"Secret"'.split(
    '|',
  ),
  '|',
];

/** @param {number} seed */
function random(seed) {
  let state = seed >>> 0 || 1;
  return (/** @type {number} */ below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** @param {unknown} value @returns {unknown} the value without its texts and numbers */
const shape = (value) => {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shape);
  return typeof value === 'boolean' || value === null ? value : 'leaf';
};

/**
 * @typedef {{ text(raw: string, counts: Record<string, number>): string, json(raw: string, counts: Record<string, number>): string, cut(head: string, tail: string, total: number, counts: Record<string, number>): string }} Masker
 * @param {Masker} masker
 * @param {{ inputs: number, seed: number, onProgress?: (done: number) => void }} options
 * @returns {{ inputs: number, masked: number, unmaskable: number, slowest: { milliseconds: number, text: string } }} throws on the first text that breaks a bound
 */
export function fuzzMasker(masker, { inputs, seed, onProgress }) {
  const next = random(seed);
  const result = { inputs, masked: 0, unmaskable: 0, slowest: { milliseconds: 0, text: '' } };
  for (let i = 0; i < inputs; i += 1) {
    const parts = [];
    for (let length = next(24); length > 0; length -= 1) {
      const piece = PIECES[next(PIECES.length)] ?? '';
      parts.push(next(40) === 0 ? piece.repeat(next(200)) : piece);
    }
    const text = parts.join('');
    const started = performance.now();
    const once = masker.text(text, {});
    const milliseconds = performance.now() - started;
    if (milliseconds > result.slowest.milliseconds) result.slowest = { milliseconds, text };
    if (once !== text) result.masked += 1;
    if (once.startsWith('[unmaskable')) result.unmaskable += 1;
    // A masked text is shorter, so its bound on work is lower: it may be refused, but never changed.
    const twice = masker.text(once, {});
    check(twice === once || twice.startsWith('[unmaskable'), 'masking twice is masking once', text);
    const value = { content: [{ type: 'text', text }, { [text]: [text, 1, null] }] };
    const raw = JSON.stringify(value);
    const json = masker.json(raw, {});
    const parsed = /** @type {unknown} */ (JSON.parse(json));
    if (typeof parsed !== 'string') {
      check(JSON.stringify(shape(parsed)) === JSON.stringify(shape(value)), 'the shape stays', text);
    }
    const at = next(raw.length);
    JSON.parse(masker.cut(raw.slice(0, at), raw.slice(at), raw.length * 2, {}));
    if (i % 10_000 === 0) onProgress?.(i);
  }
  return result;
}

/** @param {boolean} holds @param {string} what @param {string} text */
function check(holds, what, text) {
  if (!holds) throw new Error(`${what}: broken by ${JSON.stringify(text)}`);
}
