import type { StdioTarget } from '../directory/directory';
import { tellingOf } from '../mask/names';
import { isPath, KEY_NAME, looksLikeToken } from '../mask/token-like';
import { parseUrl } from '../net/parse-url';

/** A shorter line of a key in several lines is no part that tells anything. */
const SHORTEST = 16;

/**
 * The credentials in the environment and the arguments of a command: what stands under a secret's name, and what
 * looks like a token. Not paths, addresses, words and numbers, which would otherwise be masked in everything that
 * anybody says.
 */
export function credentialsIn({ args, env }: Pick<StdioTarget, 'args' | 'env'>): string[] {
  const found = new Set<string>();
  const look = (name: string | null, value: string) => {
    for (const credential of credentialsOf(name, value)) found.add(credential);
  };
  for (const [name, value] of Object.entries(env)) look(name, value);
  let option: string | null = null;
  for (const arg of args) {
    const assigned = /^(?:-{1,2})?([A-Za-z][\w.-]*)=(.+)$/s.exec(arg);
    if (assigned) look(assigned[1] ?? null, assigned[2] ?? '');
    else if (!/^--?[A-Za-z]/.test(arg)) look(option, arg);
    option = /^--?([A-Za-z][\w.-]*)$/.exec(arg)?.[1] ?? null;
  }
  return [...found];
}

function credentialsOf(name: string | null, value: string): string[] {
  const text = value.trim();
  if (text.includes('\n')) {
    // A key in several lines may come back line by line.
    const lines = text.split('\n').map((line) => line.trim());
    return [text, ...lines.filter((line) => line.length >= SHORTEST && !line.startsWith('-----'))];
  }
  const url = text.includes('://') ? parseUrl(text) : null;
  if (url) return credentialsInUrl(url);
  const isNamed = name !== null && (tellingOf(name) !== 'no' || KEY_NAME.test(name));
  if (isNamed ? isPath(text) : !looksLikeToken(text)) return [];
  // "Bearer abc" and "Authorization: Bearer abc" are known by their parts too.
  return [text, ...text.split(' ').slice(1)];
}

function credentialsInUrl({ password, searchParams }: URL): string[] {
  const named = [...searchParams].filter(
    ([name, value]) => tellingOf(name) !== 'no' || looksLikeToken(value),
  );
  return [decodeURIComponent(password), ...named.map(([, value]) => value)].filter((text) => text !== '');
}
