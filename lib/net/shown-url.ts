import { tellingOf } from '../mask/names';
import { KEY_NAME, looksLikeToken } from '../mask/token-like';
import { HIDDEN_PART } from './hidden-part';

/** A shorter part of a path is a word, whatever stands before it. */
const SHORTEST_NAMED_PART = 8;
/** Of a query, which is a credential until it is shown to be none: a shorter value needs a telling name. */
const SHORTEST_VALUE = 12;

/** What people may see of a server's address: without the query, and with *** for parts that look like credentials. */
export function shownUrl(address: string): string {
  const { origin, pathname } = new URL(address);
  return (
    origin +
    partsOf(pathname)
      .map(({ text, secret }) => (secret ? HIDDEN_PART : text))
      .join('/')
  );
}

/** Whether there is more to an address than may be shown. */
export function hasHiddenParts(address: string): boolean {
  const { origin, pathname, search } = new URL(address);
  return shownUrl(address) !== origin + pathname + search;
}

/** The credentials in an address, as they stand there and decoded, for the masker. */
export function credentialsInAddress(address: string): string[] {
  const { pathname, searchParams } = new URL(address);
  const inPath = partsOf(pathname).filter(({ secret }) => secret);
  const inQuery = [...searchParams].filter(
    ([name, value]) => isTelling(name) || isSecretValue(value) || value === '',
  );
  const found = [
    ...inPath.flatMap(({ text }) => [text, decoded(text)]),
    // "?abc" is a value without a name.
    ...inQuery.map(([name, value]) => (value === '' && isSecretValue(name) ? name : value)),
  ];
  return [...new Set(found)].filter((text) => text !== '');
}

function partsOf(pathname: string): { text: string; secret: boolean }[] {
  const parts = pathname.split('/');
  return parts.map((text, index) => ({ text, secret: isSecretPart(decoded(text), parts[index - 1] ?? '') }));
}

function isSecretPart(text: string, before: string): boolean {
  if (isTelling(before) && text.length >= SHORTEST_NAMED_PART) return true;
  return looksLikeToken(text) || isMixedCase(text);
}

/** Long, of capitals and small letters without a break: base64 that happens to have no digit. */
const isMixedCase = (text: string) =>
  text.length >= 20 && /^[A-Za-z0-9+=~]+$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);

const isTelling = (name: string) => tellingOf(name) !== 'no' || KEY_NAME.test(name);

/** No word, chain of words, number, date or address. */
function isSecretValue(text: string): boolean {
  if (text.length < SHORTEST_VALUE || /\s|:\/\//.test(text)) return false;
  return !/^(?:[a-z]+(?:[-_.,][a-z]+)*|[\d.,:TZ+-]+)$/i.test(text) || isMixedCase(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
