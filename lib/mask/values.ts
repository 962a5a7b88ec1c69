/**
 * Whether a value that stands behind a telling name is a secret, or a type, a placeholder, a reference or a
 * piece of code. A name alone masks `token: CancelToken` and `password: string`, which makes a log useless.
 */

/** How the value stands in the text. */
export interface Setting {
  /** between quotes, so it is data and no code */
  quoted: boolean;
  /** `NAME=value` without a space: environment files, queries, command lines */
  compact: boolean;
  /** the value is all that follows on its line */
  alone: boolean;
  /** behind a name in double quotes and a colon, in double quotes too: a piece of JSON, where no code stands */
  inJson?: boolean;
  /** a name whose values are often short or numbers only: passwords, PINs */
  pinLike: boolean;
}

/** Types and the absence of a value: no secret even where only values stand. */
const TYPE_WORDS = words(`
  null none nil true false undefined nan string str number num int integer float double decimal long short char
  varchar text boolean bool byte bytes object array list map dict any unknown never void optional required
  redacted removed masked filtered hidden sensitive not-set unset tbd n/a`);

/** What stands behind a telling name in code, in forms and in sentences. */
const CODE_WORDS = words(`
  missing invalid expired valid empty blank default auto yes no on off enabled disabled ok error failed value values
  key type name token tokens password passwords passwd secret secrets apikey credential credentials username user
  email here encrypted plain plaintext secure private public basic bearer digest oauth oauth2 oidc jwt apikeyauth env
  environment file input output prompt ask stdin self this that data config settings options props args kwargs params
  request response header headers body form field const let var uuid date datetime timestamp binary buffer and or not
  is was are the for with from your a an to in of as if it its must should can cannot could will would may please todo
  xxx foo bar baz example changed updated authorization authentication cookie cookies session sessions description
  properties inherit always ifnotpresent rotate rotated rotation reset resets manager management policy count limit
  usage validation verification generation generator expiration refresh revoked revocation hash hashing provided
  specified stored used given found set changed`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** `${X}`, `$X`, `{{ x }}`, `<x>`, `%X%`, `%s`, `#{x}`, `[x]`, `@x@`, `:x`, `!ref x` as the whole value. */
const REFERENCE =
  /^(?:\$\{[^}]*\}?|\$\([^)]*\)?|\$\$?[A-Za-z_]\w*|\$\d|\{\{.*|\{[A-Za-z_][\w.$-]*\}?|<[^<>]*>?|%[A-Za-z_]\w*%|%\([^)]*\)?s?|%[sdvq]|#\{.*|\[[A-Za-z][\w -]*\]|@[A-Za-z_]+@|:[A-Za-z_]+|!\w+.*|`.*`|\\[nrt].*)$/;
/** Stars, dots, dashes, and the words by which people say that something was left out. */
const LEFT_OUT =
  /^(?:[*xX#.•?_\-=+~,;:!|/\\()<>[\]{}\s]*|\[?(?:redacted|filtered|masked|removed|hidden|secret|omitted|scrubbed)\]?|(.)\1*)$/i;
const PLACEHOLDER =
  /^(?:<?\[?\{?(?:your|my|the|insert|enter|replace|change|put|add|some|example|sample|dummy|fake|placeholder|todo|fixme)[-_ .][\w .-]*)|(?:[-_. ]here>?$)|^(?:changeme|change_me|placeholder|your\w{3,30}(?:key|token|secret|password)s?)$/i;
/** process.env.X, os.environ["X"], config.get("x"), user->password, Foo::bar, fn(x), a[b] */
const CODE =
  /^(?:[A-Za-z_$][\w$]*(?:\?\.|\.(?=[A-Za-z_$])|\[|\(|->|::)|\(|new |await |async |function|lambda|def |f["']|=>|&[A-Za-z_])/;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z_$-]*$/;
const IDENTIFIER_WITH_NUMBER = /^[A-Za-z_$][A-Za-z_$-]*\d{1,3}$/;
const CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const WORDY = /^[a-z]+$/;
const URL_OR_PATH =
  /^(?:[a-z][a-z0-9+.-]{1,20}:\/\/|\.{0,2}\/[\w.-]+(?:\/|$)|~\/|[A-Za-z]:\\|arn:|urn:|data:|vault:|ref\+|op:\/\/|file:|env:|ssm:|secretsmanager:)/;
const PROSE =
  /\b(?:is|are|the|your|you|must|should|be|not|this|that|please|enter|required|invalid|will|can|cannot|it|has|have|was|were|used|cannot)\b/i;
const VERSION = /^v?\d+(?:\.\d+){1,3}$/;

/** Whether the value behind a name that tells of a secret is one. Pure; linear. */
export function isSecretValue(value: string, at: Setting): boolean {
  if (at.inJson && at.quoted) return value.length >= 3 && !isReference(value) && !isSentence(value);
  if (value.length < (at.quoted || at.pinLike ? 4 : 5)) return false;
  // Nothing below is decided by more than the beginning, and a value this long is no placeholder.
  if (value.length > 512) return true;
  if (isNoSecret(value)) return false;
  if (/^\d+$/.test(value)) return at.pinLike || value.length >= 10;
  if (VERSION.test(value)) return false;
  if (at.quoted) return isQuotedSecret(value, at);
  return isBareSecret(value, at);
}

/** What is never a secret, whatever the name says: references, types, placeholders, nothing. Pure; linear. */
export function isNoSecret(value: string): boolean {
  return isReference(value) || CODE_WORDS.has(value.toLowerCase());
}

/** As isNoSecret, for places where no code and no prose stands: under a key in JSON "secret" is a password. */
export function isReference(value: string): boolean {
  if (value.length > 512) return false;
  return (
    LEFT_OUT.test(value) ||
    REFERENCE.test(value) ||
    PLACEHOLDER.test(value) ||
    TYPE_WORDS.has(value.toLowerCase())
  );
}

/** Whether the rest of a line of settings is one raw value, signs and all, and no piece of code. Pure; linear. */
export function isRawValue(value: string): boolean {
  if (value.length < 8 || value.length > 256 || /^[[({<]/.test(value)) return false;
  if (CODE.test(value) || isReference(value)) return false;
  if (/^[\w.$]+[(<[]/.test(value)) return false;
  return (
    /[A-Za-z]/.test(value) &&
    /[^\w\s.,;:'"-]/.test(value) &&
    (/\d/.test(value) || /[^\w\s].*[^\w\s]/.test(value))
  );
}

function isQuotedSecret(value: string, at: Setting): boolean {
  if (/\s/.test(value)) return !isSentence(value);
  if (URL_OR_PATH.test(value)) return false;
  if (CONSTANT.test(value)) return false;
  // "access_token", "user.password": names of fields stand in quotes too.
  if (!at.pinLike && /^[a-z]+(?:[_.-][a-z]+)*$/.test(value)) return value.length >= 12 && isRandom(value);
  if (/^[a-z]+(?:[_.][a-z]+)+$/.test(value) && /(?:pass|secret|token|key|user)/.test(value)) return false;
  return true;
}

function isBareSecret(value: string, at: Setting): boolean {
  if (CODE.test(value) || URL_OR_PATH.test(value) || CONSTANT.test(value)) return false;
  if (WORDY.test(value)) return at.pinLike && (at.compact || at.alone);
  if (IDENTIFIER.test(value))
    return value.length >= 20
      ? isRandom(value)
      : at.compact && at.pinLike && !/[_$-]/.test(value) && !/[a-z][A-Z]/.test(value);
  if (IDENTIFIER_WITH_NUMBER.test(value))
    return at.compact || (at.pinLike && at.alone) || (value.length >= 12 && isRandom(value));
  return true;
}

const MAX_SENTENCE = 400;

/** Words of a language with at least one that gives sentences away; a passphrase has none. */
export function isSentence(value: string): boolean {
  if (value.length > MAX_SENTENCE) return false;
  const words = value.trim().split(/\s+/);
  if (words.length < 2) return false;
  const plain = words.filter((word) => /^["'(]?[A-Za-z][A-Za-z'’-]*[.,:;!?)"']{0,2}$/.test(word)).length;
  return (
    plain >= words.length * 0.7 && (PROSE.test(value) || /^["'(]?[A-Z][a-z]+(?: [a-z]+)+[.:!?]?$/.test(value))
  );
}

const DIGIT = /\d/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** So much of a run is looked at to judge it. */
const SAMPLE = 128;

/** What a run of characters consists of. */
interface Look {
  lower: number;
  upper: number;
  digits: number;
  /** places where a letter follows a digit, a digit a letter, a capital a small letter */
  turns: number;
  /** share of neighbouring letters that written words hardly have beside each other */
  odd: number;
  /** different characters */
  distinct: number;
}

/** The last look that saw a character; kept, because runs are judged by the thousand. */
const seen = new Uint32Array(256);
let look = 0;

function lookOf(text: string): Look {
  const length = Math.min(text.length, SAMPLE);
  look = (look + 1) >>> 0;
  let [lower, upper, digits, turns, pairs, odd, distinct] = [0, 0, 0, 0, 0, 0, 0];
  /** of the character before: 0 none, 1 small letter, 2 capital, 3 digit */
  let before = 0;
  let letterBefore = 0;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 256 && seen[code] !== look) {
      seen[code] = look;
      distinct += 1;
    }
    const isLower = code >= 0x61 && code <= 0x7a;
    const isUpper = code >= 0x41 && code <= 0x5a;
    const isDigit = code >= 0x30 && code <= 0x39;
    if (isLower || isUpper) {
      const letter = (code | 0x20) - 0x61;
      if (before === 1 || before === 2) {
        pairs += 1;
        odd += ODD[letterBefore * 26 + letter] ?? 0;
      }
      if (before === 3 || (before === 1 && isUpper)) turns += 1;
      letterBefore = letter;
      if (isLower) lower += 1;
      else upper += 1;
      before = isLower ? 1 : 2;
    } else if (isDigit) {
      if (before === 1 || before === 2) turns += 1;
      digits += 1;
      before = 3;
    } else before = 0;
  }
  return { lower, upper, digits, turns, odd: pairs === 0 ? 0 : odd / pairs, distinct };
}

/**
 * Whether a run of characters looks drawn by lot rather than written by a person: letters and digits in
 * turn, or letters whose neighbours no language has. Pure; linear.
 */
export function isRandom(text: string): boolean {
  if (text.length < 12) return false;
  const length = Math.min(text.length, SAMPLE);
  const { lower, upper, digits, turns, odd, distinct } = lookOf(text);
  if (digits > 0 && lower + upper > 0) return turns >= Math.max(3, length / 8) && distinct >= 8;
  if (lower > 0 && upper > 0) return turns >= length / 6 && odd >= 0.25;
  return length >= 16 && odd >= 0.35;
}

/** For places where only the look of a run can tell: mixed case and digits, no identifier that others know. */
export function isStrongRandom(text: string): boolean {
  if (text.length < 20 || UUID.test(text)) return false;
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)) return false;
  const { lower, upper, digits } = lookOf(text);
  return lower > 0 && upper > 0 && digits > 0 && isRandom(text) && entropy(text) > 3.6;
}

/** A value behind a name that may tell of a secret. Pure; linear. */
export function isSecretByLook(value: string): boolean {
  if (value.length < 12 || value.length > 4096 || UUID.test(value) || isNoSecret(value)) return false;
  if (/\s/.test(value) || URL_OR_PATH.test(value) || CODE.test(value)) return false;
  return isRandom(value) || (/^[0-9a-f]{24,128}$/i.test(value) && DIGIT.test(value));
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text.slice(0, 256)) counts.set(character, (counts.get(character) ?? 0) + 1);
  const length = Math.min(text.length, 256);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

/** The pairs that make up less than about one in two thousand of English, from the rarest letters' side. */
const ODD = oddPairsOfEnglish();

function oddPairsOfEnglish(): Uint8Array {
  // For each letter, what often follows it; all else is odd.
  const follows: Record<string, string> = {
    a: 'bcdfgiklmnprstuvwxyz',
    b: 'aeilorsuy',
    c: 'aceihklorstuy',
    d: 'adeioqrsuy',
    e: 'abcdefgilmnopqrstuvwxy',
    f: 'aefiloru',
    g: 'aeghilnorsu',
    h: 'aeiotruy',
    i: 'abcdefgklmnoprstvz',
    j: 'aeou',
    k: 'eisnwy',
    l: 'adefiklmostuvy',
    m: 'aeimopsuby',
    n: 'acdefgiknostuvy',
    o: 'abcdfgiklmnoprstuvwx',
    p: 'aehiloprstu',
    q: 'u',
    r: 'acdegiklmnorstuvy',
    s: 'acehiklmnopstuwy',
    t: 'aehiorstuwy',
    u: 'abcdegilmnprst',
    v: 'aeio',
    w: 'aehinors',
    x: 'acepit',
    y: 'aeimopst',
    z: 'aeioz',
  };
  const odd = new Uint8Array(26 * 26);
  const letters = Object.keys(follows);
  for (const [i, first] of letters.entries()) {
    for (const [k, second] of letters.entries()) odd[i * 26 + k] = follows[first]?.includes(second) ? 0 : 1;
  }
  return odd;
}
