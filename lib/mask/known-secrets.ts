import type { TextRule } from './rules';

/**
 * The gateway knows every credential that it injects, so it can find them exactly, in whatever encoding an
 * upstream echoes them back.
 */

/** Shorter values stand in ordinary text too often; they are masked by name and format only. */
const MIN_LENGTH = 8;

/** One rule over all known secrets in raw, URL-encoded, hex and base64 form, or null without secrets. */
export function knownSecretsRule(secrets: Iterable<string>): TextRule | null {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MIN_LENGTH) continue;
    for (const form of formsOf(secret)) forms.add(form);
  }
  if (forms.size === 0) return null;
  // The longest first: one secret may be the start of another.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const source = longestFirst.map(escape).join('|');
  return { name: 'known_secret', pattern: new RegExp(source, 'g'), probe: new RegExp(source) };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
}

/**
 * Inside a longer base64 text a secret starts at one of three offsets; the characters that it shares with
 * its neighbours are left out.
 */
function base64Forms(bytes: Buffer): string[] {
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const skip = [0, 2, 3][offset] ?? 0;
    const whole = Math.floor((padded.length * 8) / 6);
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = padded.toString(encoding).slice(skip, whole);
      if (text.length >= MIN_LENGTH) forms.push(text);
    }
  }
  return forms;
}

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
