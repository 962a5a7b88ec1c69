import { Anchors } from './anchors';
import { ALNUM, BASE64, BASE64URL, beginsHere, endsHere, NAME, runEnd, runStart } from './characters';
import { FORMATS, SELF_NAMED_PREFIXES } from './formats';
import type { KnownSecrets } from './known-secrets';
import { isPinLike, tellingOf } from './names';
import {
  isFirstOfLine,
  isLastOfLine,
  quoteAt,
  readValue,
  STOP,
  STOP_ELEMENT,
  STOP_QUERY,
  STOP_SPACE,
  type Value,
} from './read-value';
import type { Span } from './spans';
import {
  isNoSecret,
  isRandom,
  isRawValue,
  isSecretByLook,
  isSecretValue,
  isSentence,
  isStrongRandom,
} from './values';
import type { Work } from './work';

/** What a rule starts at. Each kind has one method below. */
type Anchor =
  | {
      kind: 'name' | 'selfNamed' | 'jwt' | 'pem' | 'pemEnd' | 'url' | 'scheme' | 'tail' | 'jwk';
      length: number;
    }
  | { kind: 'format'; length: number; pattern: RegExp }
  | { kind: 'line'; length: number; rule: string; pattern: RegExp };

const of = (kind: Exclude<Anchor['kind'], 'format' | 'line'>, words: string): [string, Anchor][] =>
  words.split(' ').map((word) => [word.replaceAll('_', ' '), { kind, length: word.length }]);

const line = (rule: string, words: string, pattern: RegExp): [string, Anchor][] =>
  words.split('|').map((word) => [word, { kind: 'line', length: word.length, rule, pattern }]);

/** Groups `secret` are masked; the patterns are tried where their word begins, and every repeat has a bound. */
const ANCHORS = new Anchors<Anchor>([
  ...of(
    'name',
    'pass pwd pword psw pw secret token key auth cred jwt cookie bearer pin cvv cvc otp sas mnemonic senha kennwort contrasena code phrase connection connstr url uri dsn storagestate storage_state',
  ),
  ...of('selfNamed', SELF_NAMED_PREFIXES.map((prefix) => prefix.replaceAll('_', '\u0001')).join(' ')).map(
    ([word, anchor]): [string, Anchor] => [word.replaceAll('\u0001', '_'), anchor],
  ),
  ...FORMATS.map(([word, pattern]): [string, Anchor] => [
    word,
    { kind: 'format', length: word.length, pattern: new RegExp(pattern, 'y') },
  ]),
  ...of('jwt', 'eyj'),
  ...of('pem', '-----begin'),
  ...of('pemEnd', '-----end'),
  ...of('url', '://'),
  ...of('scheme', 'bearer_ basic_ bearer%20 basic%20'),
  ...of('jwk', '"kty" \\"kty\\"'),
  ...line(
    'sql',
    'identified',
    /identified(?:\s{1,4}with\s{1,4}\S{1,64})?\s{1,4}(?:by|as)\s{1,4}(?:password\s{1,4}|values\s{1,4})?\\?["'`]?(?<secret>[^\s"'`;,)\\]{3,256})/iy,
  ),
  ...line(
    'sql',
    'set password for',
    /set password for\s{1,4}\S{1,120}\s{0,4}=\s{0,4}(?:password\()?\\?["'](?<secret>[^\s"'\\]{3,128})/iy,
  ),
  ...line(
    'url_signature',
    'sig=|signature=|assertion=|samlresponse=|samlrequest=|code=|x-amz-credential=|x-goog-credential=|x-amz-signature=',
    /[a-z-]{1,20}=\\?["']?(?<secret>[A-Za-z0-9%+/_.~=-]{16,4096})/iy,
  ),
  ...line(
    'argv',
    '-u |-u"|-u\'|--user|--proxy-user',
    /-{1,2}(?:u|user|proxy-user)(?:[ =]{1,3}|(?=["']))\\?["']?[^\s:"'/\\]{0,64}\\?["']?:\\?["']?(?<secret>[^\s"'\\]{3,256})/y,
  ),
  ...line(
    'argv',
    'mysql|mariadb',
    /(?:mysql|mariadb)[a-z-]{0,12}[^\n]{0,120}?\s-p\\?["']?(?<secret>[^\s"'\\]{3,128})/y,
  ),
  ...line('argv', 'sshpass', /sshpass\s{1,3}-p\s{0,3}\\?["']?(?<secret>[^\s"'\\]{3,128})/y),
  ...line('argv', 'redis-cli', /redis-cli[^\n]{0,120}?\s-a\s{1,3}\\?["']?(?<secret>[^\s"'\\]{3,128})/y),
  ...line(
    'argv',
    'mongo|login',
    /(?:mongo[a-z]{0,8}|login)\s[^\n]{0,120}?-p\s{1,3}\\?["']?(?<secret>[^\s"'\\]{3,128})/y,
  ),
  ...line(
    'argv',
    'ldapsearch|ldapadd|ldapmodify|ldapwhoami',
    /ldap[a-z]{3,8}\s[^\n]{0,120}?-w\s{1,3}\\?["']?(?<secret>[^\s"'\\]{3,128})/y,
  ),
  ...line('argv', 'zip', /zip\s[^\n]{0,80}?-P\s{0,3}\\?["']?(?<secret>[^\s"'\\]{3,128})/y),
  ...line(
    'argv',
    'smbclient',
    /smbclient\s[^\n]{0,120}?-U\s{1,3}\\?["']?[^\s%"']{1,64}%(?<secret>[^\s"'\\]{3,128})/y,
  ),
  ...line(
    'argv',
    'htpasswd',
    /htpasswd\s{1,3}-[a-zA-Z]{0,6}b[a-zA-Z]{0,6}\s{1,3}\S{1,120}\s{1,3}\S{1,64}\s{1,3}\\?["']?(?<secret>[^\s"'\\]{3,128})/y,
  ),
  ...line(
    'argv',
    'securestring',
    /securestring(?:\s{1,4}-(?:string|asplaintext|force)){0,3}\s{1,4}\\{0,4}["']?(?<secret>[^\s"'\\]{4,256})/iy,
  ),
  ...line('token_format', 'ac|sk', /(?:AC[0-9a-f]{32}|SK(?:[0-9a-f]{32}|[0-9A-F]{32}))(?![0-9A-Za-z])/y),
  ...of('tail', ':a -us q~ | .apps.googleusercontent.com @tcp( @unix( :thin: nral'),
]);

/** Looking at what follows a telling name costs about as much as so many characters of the pass. */
const NAME_STEPS = 200;
/** And so much more where no sign assigns it anything: then all the other forms are tried. */
const MISS_STEPS = 200;
/** What an earlier look has masked. */
const ALREADY_MASKED = /^(?:["']?\s?[:=]{1,2}\s?["']?)\*\*\*(?![\w*])/;
/** The longest that a name may be, on each side of its telling word. */
const MAX_NAME_SIDE = 64;
/** Base64 inside base64 is followed this deep. */
const LAYERS = 2;
const MIN_LAYER = 24;

const CLOSERS = String.raw`(?:\\{0,8}["'\x60]|&quot;|&#0?3[49];|&apos;|%22|%27|\[\d{0,6}\]|[\])}*]){0,4}`;
/** From the end of a name to where its value begins, when a sign assigns it. */
const ASSIGNS = new RegExp(
  String.raw`(${CLOSERS})([ \t]{0,40})(?:(?:\s?:\s?&?'?[A-Za-z_][\w<>.[\]?|]{0,30}|string|String|str|\[\]byte|char\s?\*?)[ \t]{0,4}(=)(?!=)|((?:[:?+.]{0,3}|\|\||!)={1,3}>?|->|<-|::?(?!//)|%3D|%3A|\|(?!\|)))(\s{0,40})`,
  'y',
);
/** name="password" value="…", "key": "PASSWORD", "value": "…", name: PASSWORD ⏎ value: …, <key>…</key><string> */
const PAIR = new RegExp(
  String.raw`${CLOSERS}\s{0,40}(?:[,;]\s{0,40})?(?:[\w:-]{1,20}\s?=\s?\\?["'][^"'\n]{0,60}["']\s{1,10}){0,3}\\{0,4}["']?(?:value|val|content|secretvalue|default|plaintext)\\{0,4}["']?\s{0,10}[:=]\s{0,40}`,
  'iy',
);
const ELEMENT =
  /(?:\\?["'][^<>\n]{0,80}|\s[^<>\n]{0,80})?>(?:\s{0,40}<!\[CDATA\[)?\s{0,40}|<\/\w{1,20}>\s{0,40}<\w{1,20}>\s{0,10}/y;
const CALL = /\s{0,2}\(\s{0,8}(?:new \w{1,30}\()?/y;
const COMMA = new RegExp(String.raw`(?<close>${CLOSERS})\s{0,4},\s{0,10}`, 'y');
const SPACE = /[ \t]{1,8}(?<is>(?:is|was|are|to|as|of|=>|set to|will be)(?: now| currently)?:?\s{1,4})?/y;
const STRING_PREFIX = /(?:@|[rbufLRBUF]{1,2}|new String\(|\(\s{0,20}|\$)(?=["'`])/y;
const BLOCK_SCALAR = /[|>][+-]?\d?\s{0,3}(?:\n|\\n)[ \t]{1,40}/y;
const SCHEME_WORD = /(?:[A-Za-z][A-Za-z0-9-]{1,24})[ \t]{1,4}(?=\S{3})/y;
const KNOWN_SCHEME =
  /(?:bearer|basic|token|digest|ntlm|negotiate|api-?key|api-token|oauth|mac|hmac|ssws|splunk|genie-?key|aws4-hmac-sha256|flyv1|key)[ \t]{1,4}(?=\S{3})/iy;
const SECRET_SPACED = /^(?=[^\s]*\d)(?=[^\s]*[A-Za-z])|[!@#$%^&*]/;

/** Finds what must not be kept in a text. One object per text; the text itself is not changed. */
export class Finder {
  readonly spans: Span[] = [];
  private nameDone = 0;
  private jwtDone = 0;
  private pemDone = 0;
  private lineDone = 0;
  private jwkDone = 0;
  private nearbyDone = 0;
  private lastStop: Uint8Array | null = null;
  private lastStart = 0;
  private lastEnd = 0;

  constructor(
    private readonly text: string,
    private readonly work: Work,
    /** only whether there may be something is asked: the first sign ends the search */
    private readonly onlyWhether: boolean,
    private readonly layer = 0,
  ) {}

  /** @returns whether anything was found, or may be there where only that was asked */
  find(known: KnownSecrets | null): boolean {
    this.work.spend(this.text.length);
    known?.scan(this.text, this.work, (start, end) => this.add('known_secret', start, end));
    if (this.onlyWhether && this.spans.length > 0) return true;
    if (ANCHORS.scan(this.text, this.atAnchor)) return true;
    this.layers(known);
    return this.spans.length > 0;
  }

  private readonly atAnchor = (anchor: Anchor, end: number): boolean => {
    const start = end - anchor.length;
    switch (anchor.kind) {
      case 'name':
        return this.name(start, end);
      case 'format':
        this.format(start, anchor.pattern);
        break;
      case 'line':
        this.line(start, anchor.rule, anchor.pattern);
        break;
      case 'selfNamed':
        this.selfNamed(start, end);
        break;
      case 'jwt':
        this.jwt(start);
        break;
      case 'pem':
        this.pem(start);
        break;
      case 'pemEnd':
        this.pemEnd(start);
        break;
      case 'url':
        this.url(end);
        break;
      case 'scheme':
        this.scheme(start, end);
        break;
      case 'tail':
        this.tail(start, end);
        break;
      case 'jwk':
        this.jwk(start);
        break;
    }
    return this.onlyWhether && this.spans.length > 0;
  };

  private add(rule: string, start: number, end: number): true {
    if (end > start) this.spans.push({ start, end, rule });
    return true;
  }

  // --- formats -----------------------------------------------------------------------------------------

  private format(start: number, pattern: RegExp) {
    // A format that begins with a sign stands behind a host's name.
    if (ALNUM[this.text.charCodeAt(start)] === 1 && !beginsHere(this.text, start)) return;
    pattern.lastIndex = start;
    const found = pattern.test(this.text);
    if (!found && this.onlyWhether) this.beginning(start);
    this.work.spend(found ? pattern.lastIndex - start : 80);
    if (!found || !endsHere(this.text, pattern.lastIndex)) return;
    const token = this.text.slice(start, pattern.lastIndex);
    if (isMadeUp(token)) return;
    this.add('token_format', start, pattern.lastIndex);
    if (/^(?:AKIA|ASIA|LTAI)/.test(token)) this.neighbours(start, pattern.lastIndex);
  }

  /** A token that the end of its text cuts: the rest may stand in the next block. */
  private beginning(start: number) {
    const end = runEnd(this.text, start, BASE64, 64);
    if (end - start >= 6 && this.text.charAt(end) === '"') this.add('token_format', start, end);
  }

  /** The id of a key is rarely alone: the key itself stands beside it, and has no format of its own. */
  private neighbours(start: number, end: number) {
    const from = Math.max(0, start - 160);
    this.work.spend(320);
    for (const found of this.text.slice(from, end + 160).matchAll(/[A-Za-z0-9/+=_-]{24,64}/g)) {
      const at = from + found.index;
      if (at + found[0].length <= start || at >= end) {
        if (isStrongRandom(found[0])) this.add('entropy', at, at + found[0].length);
      }
    }
  }

  /** acme_sk_live_…: nobody published the format here, but it calls itself a key. */
  private selfNamed(start: number, end: number) {
    if (ALNUM[this.text.charCodeAt(start - 1)] === 1 || ALNUM[this.text.charCodeAt(end)] !== 1) return;
    const last = runEnd(this.text, end, ALNUM, 300);
    this.work.spend(last - end);
    const body = this.text.slice(end, last);
    if (body.length < 20 || !isStrongRandom(body) || !endsHere(this.text, last)) return;
    this.add(
      'token_format',
      runStart(this.text, start, BASE64URL, Math.max(0, start - 24)),
      runEnd(this.text, last, BASE64URL, 300),
    );
  }

  private jwt(start: number) {
    if (start < this.jwtDone || !beginsHere(this.text, start)) return;
    let end = runEnd(this.text, start, BASE64URL);
    this.jwtDone = end;
    if (end - start < 11 || this.text.charAt(end) !== '.') return;
    const second = runEnd(this.text, end + 1, BASE64URL);
    if (second - end < 5) return;
    end = second;
    for (let part = 0; part < 3 && this.text.charAt(end) === '.'; part += 1) {
      const next = runEnd(this.text, end + 1, BASE64URL);
      if (next === end + 1 && part > 0) break;
      end = next;
    }
    this.jwtDone = end;
    this.add('jwt', start, end);
  }

  private pem(start: number) {
    if (start < this.pemDone) return;
    const header = /-----BEGIN[ A-Z0-9_-]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
    header.lastIndex = start;
    if (!header.test(this.text)) return;
    let end = this.text.indexOf('-----END', header.lastIndex);
    if (end === -1 || end - start > MAX_PEM) end = Math.min(this.text.length, start + MAX_PEM);
    else {
      const close = this.text.indexOf('-----', end + 8);
      end = close === -1 || close - end > 60 ? Math.min(this.text.length, end + 48) : close + 5;
    }
    this.pemDone = end;
    this.add('private_key', start, end);
  }

  /** The end of a key whose beginning was cut off. */
  private pemEnd(start: number) {
    if (
      start < this.pemDone ||
      !/^-----END[ A-Z0-9_-]{0,40}PRIVATE KEY/.test(this.text.slice(start, start + 70))
    )
      return;
    let from = start;
    const least = Math.max(this.pemDone, start - MAX_PEM);
    while (from > least && PEM_BODY.includes(this.text.charAt(from - 1))) from -= 1;
    const close = this.text.indexOf('-----', start + 8);
    this.pemDone = close === -1 ? this.text.length : close + 5;
    this.work.spend(start - from);
    this.add('private_key', from, this.pemDone);
  }

  /** Formats whose telling part stands behind what varies. */
  private tail(start: number, end: number) {
    const { text } = this;
    const sign = text.slice(start, end).toLowerCase();
    const before = text.charCodeAt(start - 1);
    if (sign === ':a' || sign === '|') {
      if (before < 0x30 || before > 0x39) return;
      const from = runStart(text, start, ALNUM, Math.max(0, start - 18));
      const pattern = sign === '|' ? /\d{13,17}\|[A-Za-z0-9_-]{24,30}/y : /\d{5,16}:A[A-Za-z0-9_-]{33,35}/y;
      this.sticky('token_format', from, pattern);
    } else if (sign === '-us') {
      if (start >= 32)
        this.sticky('token_format', runStart(text, start, ALNUM, start - 33), /[0-9a-zA-Z]{32}-us\d{1,2}/y);
    } else if (sign === 'q~') {
      if (start >= 4) this.sticky('token_format', start - 4, /[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/y);
    } else if (sign === 'nral') {
      if (start >= 36) this.sticky('token_format', start - 36, /[0-9a-z]{36}NRAL/y);
    } else if (sign.startsWith('.apps')) {
      const from = runStart(text, start, BASE64URL, Math.max(0, start - 80));
      if (start - from > 20) {
        this.add('token_format', from, end);
        this.neighbours(from, end);
      }
    } else {
      this.looseDsn(start, end, sign);
    }
  }

  /** user:pass@tcp(host), jdbc:oracle:thin:user/pass@host: without a scheme's "//". */
  private looseDsn(start: number, end: number, sign: string) {
    if (sign === ':thin:') {
      this.sticky('url_user_info', end, /[^\s/@"'<>]{1,64}\/(?<secret>[^\s/@"'<>]{1,128})@/y);
      return;
    }
    const { text } = this;
    const least = Math.max(this.lineDone, start - 128);
    let colon = -1;
    let from = start;
    for (; from > least; from -= 1) {
      const character = text.charAt(from - 1);
      if (character === ':') colon = from - 1;
      else if (' \t\n\r"\'`<>=/'.includes(character)) break;
    }
    this.work.spend(start - from + 16);
    this.lineDone = end;
    if (colon > from && !isNoSecret(text.slice(colon + 1, start)))
      this.add('url_user_info', colon + 1, start);
  }

  private sticky(rule: string, at: number, pattern: RegExp) {
    pattern.lastIndex = at;
    const found = pattern.exec(this.text);
    this.work.spend(32);
    if (!found) return;
    const secret = found.groups?.['secret'];
    if (secret !== undefined) {
      const from = at + found[0].lastIndexOf(secret);
      if (!isNoSecret(secret)) this.add(rule, from, from + secret.length);
    } else if (beginsHere(this.text, at) && endsHere(this.text, pattern.lastIndex) && !isMadeUp(found[0])) {
      this.add(rule, at, pattern.lastIndex);
    }
  }

  // --- URLs, headers, command lines ----------------------------------------------------------------------

  private url(end: number) {
    const { text } = this;
    const last = Math.min(text.length, end + 512);
    let at = -1;
    let colon = -1;
    let i = end;
    for (; i < last; i += 1) {
      const code = text.charCodeAt(i);
      if (code === AT) at = i;
      else if (code === COLON && colon === -1) colon = i;
      else if (
        code <= 0x20 ||
        (code === SLASH &&
          (at !== -1 ||
            !/@/.test(
              text
                .slice(i, i + 40)
                .split(/[\s/"'<>]/, 2)
                .join('/'),
            ))) ||
        code === 0x22 ||
        code === 0x27 ||
        code === 0x3c ||
        code === 0x3e ||
        code === 0x5c ||
        code === 0x60 ||
        code === 0x3f ||
        code === 0x23
      )
        break;
    }
    this.work.spend(i - end);
    if (at === -1) return;
    if (colon !== -1 && colon < at) {
      const secret = text.slice(colon + 1, at);
      if (secret !== '' && !isNoSecret(secret)) this.add('url_user_info', colon + 1, at);
    } else if (isStrongRandom(text.slice(end, at))) {
      this.add('url_user_info', end, at);
    }
  }

  private scheme(start: number, end: number) {
    if (!beginsHere(this.text, start)) return;
    const at = end + (/^[ \t]{0,3}/.exec(this.text.slice(end, end + 4))?.[0].length ?? 0);
    const value = readValue(this.text, at, STOP_CREDENTIALS);
    if (!value || value.quoted) return;
    const secret = this.text.slice(value.start, value.end);
    this.work.spend(secret.length);
    if (secret.length < 8 || isNoSecret(secret)) return;
    const isLikely = /\d/.test(secret)
      ? /[A-Za-z]/.test(secret) || secret.length > 16
      : isRandom(secret) || secret.endsWith('=');
    if (isLikely) this.add('authorization', value.start, value.end);
  }

  private line(start: number, rule: string, pattern: RegExp) {
    const { text } = this;
    if (start < this.lineDone) return;
    if (!beginsHere(text, start) && rule !== 'argv') return;
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    this.work.spend(found ? found[0].length : 24);
    if (!found) return;
    const secret = found.groups?.['secret'];
    if (secret === undefined) {
      if (beginsHere(text, start)) this.add(rule, start, pattern.lastIndex);
      return;
    }
    if (rule === 'url_signature') this.lineDone = pattern.lastIndex;
    const from = start + found[0].length - secret.length;
    if (isNoSecret(secret) || secret.startsWith('$') || secret.startsWith('//')) return;
    if (rule === 'argv' && /^\d+$/.test(secret) && secret.length < 6) return;
    if (
      rule === 'argv' &&
      /^-{1,2}(?:u|user)/.test(found[0]) &&
      /^[a-z]+$/.test(secret) &&
      !text.slice(Math.max(0, start - 200), start).includes('curl')
    )
      return;
    if (
      rule === 'url_signature' &&
      !isRandom(secret) &&
      !/^[0-9a-f]{32,}$/i.test(secret) &&
      !secret.includes('%2F')
    )
      return;
    // A value longer than the pattern's bound is masked to its end.
    let end = from + secret.length;
    if (secret.length >= 120) while (end < text.length && STOP_VALUE[text.charCodeAt(end)] !== 1) end += 1;
    this.work.spend(end - from);
    this.lineDone = end;
    this.add(rule, from, end);
  }

  /** The private members of a JSON web key that stands in a text. */
  private jwk(start: number) {
    if (this.onlyWhether) return void this.add('private_key', start, start + 1);
    if (start < this.jwkDone) return;
    this.jwkDone = start + 4_000;
    const from = Math.max(0, start - 1_000);
    this.work.spend(5_000);
    for (const found of this.text
      .slice(from, start + 4_000)
      .matchAll(
        /\\{0,4}"(?:k|d|p|q|dp|dq|qi)\\{0,4}"\s{0,4}:\s{0,4}\\{0,4}"(?<secret>[A-Za-z0-9_-]{10,2048})/g,
      )) {
      const secret = found.groups?.['secret'] ?? '';
      const end = from + found.index + found[0].length;
      this.add('private_key', end - secret.length, end);
    }
  }

  // --- names and their values ------------------------------------------------------------------------------

  private name(wordStart: number, wordEnd: number): boolean {
    if (wordStart < this.nameDone) return false;
    const { text } = this;
    let start = runStart(text, wordStart, NAME, Math.max(this.nameDone, wordStart - MAX_NAME_SIDE));
    if (text.charCodeAt(start - 1) === 0x5c && 'nrtbf'.includes(text.charAt(start))) start += 1;
    let end = runEnd(text, wordEnd, NAME, MAX_NAME_SIDE);
    while (end > wordEnd && '.-'.includes(text.charAt(end - 1))) end -= 1;
    this.nameDone = end;
    // "API key" in a sentence is one name in two words.
    if (
      text.charCodeAt(start - 1) === SPACE_CODE &&
      end - start <= 5 &&
      SECOND_WORD.test(text.slice(start, end))
    ) {
      start = runStart(text, start - 1, ALNUM, Math.max(0, start - 16));
    }
    const name = text.slice(start, end);
    const telling = tellingOf(name);
    if (telling === 'no') return false;
    if (this.onlyWhether) return this.add('assignment', start, end);
    if (ALREADY_MASKED.test(text.slice(end, end + 8))) return false;
    this.work.spend(name.length + NAME_STEPS);
    const value = this.valueOf(name, start, end, telling === 'yes');
    if (value) {
      this.add(value.rule, value.start, value.end);
      // What is masked as a whole needs no second look.
      this.nameDone = Math.max(this.nameDone, value.end);
    } else if (telling === 'yes') this.nearby(end);
    return false;
  }

  /** The value that belongs to a name, if it is a secret. */
  private valueOf(name: string, start: number, end: number, isSure: boolean): Span | null {
    const { text } = this;
    if (text.charAt(end) === ':' && /cookies?$/i.test(name)) {
      return this.cookies(runEnd(text, end + 1, BLANK, 8));
    }
    // Most names stand in sentences: a word follows, and only two of the forms have one there.
    const isInSentence = text.charCodeAt(end) === SPACE_CODE && ALNUM[text.charCodeAt(end + 1)] === 1;
    if (!isInSentence) {
      const pair = this.pairValue(name, end, isSure);
      if (pair) return pair;
    }
    ASSIGNS.lastIndex = end;
    const sign = ASSIGNS.exec(text);
    if (sign) return this.assignedValue(name, start, sign, isSure);
    if (isInSentence) return this.spacedValue(name, start, end, isSure);
    this.work.spend(MISS_STEPS);
    return (
      this.elementValue(name, start, end, isSure) ??
      this.argumentValue(name, end, isSure) ??
      this.spacedValue(name, start, end, isSure) ??
      this.comparedValue(name, start, isSure)
    );
  }

  private pairValue(name: string, end: number, isSure: boolean): Span | null {
    const at = after(PAIR, this.text, end);
    if (at === -1) return null;
    return this.judged('pair', name, readValue(this.text, at, STOP), isSure, { compact: true });
  }

  private assignedValue(name: string, start: number, found: RegExpExecArray, isSure: boolean): Span | null {
    const { text } = this;
    let at = found.index + found[0].length;
    const close = found[1] ?? '';
    const gap = found[2] ?? '';
    const sign = found[4] ?? '=';
    const space = found[5] ?? '';
    if (/authorization$/i.test(name)) return this.credentials(at, close);
    at = after(BLOCK_SCALAR, text, at, at);
    at = after(STRING_PREFIX, text, at, at);
    const isQuoted = quoteAt(text, at) !== null;
    if (space.includes('\n') && !isQuoted && sign !== ':' && sign !== '=>') return null;
    if (space.includes('\n') && !isQuoted && sign === ':' && !/^\s*\n[ \t]+/.test(space)) return null;
    if (sign === '|' && !isQuoted)
      return this.judged('assignment', name, this.value(at, STOP_SPACE), isSure, {
        compact: false,
        strict: true,
      });
    const compact = gap === '' && space === '' && sign.endsWith('=');
    // The first name of a line of a file of settings: its value may hold any sign.
    const ofFile =
      (sign === '=' && compact && isFirstOfLine(text, start) && close === '') ||
      (text.charAt(start) === '-' && compact);
    const stop = ofFile
      ? STOP_SPACE
      : /[?&]$/.test(text.slice(Math.max(0, start - 1), start))
        ? STOP_QUERY
        : STOP;
    const from = after(KNOWN_SCHEME, text, isQuoted ? at + (quoteAt(text, at)?.length ?? 0) : at);
    if (from !== -1 && isSure) {
      const value = isQuoted ? this.value(at, stop) : this.value(from, STOP);
      if (
        value &&
        value.end > from &&
        !isNoSecret(text.slice(from, value.end)) &&
        !isSentence(text.slice(from, value.end))
      )
        return { start: from, end: value.end, rule: 'authorization' };
    }
    const value = this.value(at, stop);
    if (isSure && value && !value.quoted && stop === STOP && close === '' && isFirstOfLine(text, start)) {
      const rest = this.rawValue(value);
      if (rest) return { ...rest, rule: 'assignment' };
    }
    const inJson =
      sign === ':' && close.endsWith('"') && value?.quoted === true && text.charAt(value.start - 1) === '"';
    return this.judged('assignment', name, value, isSure, { compact, inJson });
  }

  /** The whole rest of the line, where it is one value that holds signs which end values elsewhere. */
  private rawValue({ start, end }: Value): Value | null {
    const { text } = this;
    if (!STOP[text.charCodeAt(end)] || STOP_SPACE[text.charCodeAt(end)] === 1) return null;
    const raw = this.value(start, STOP_SPACE);
    if (!raw || !isLastOfLine(text, raw.end)) return null;
    const value = text.slice(raw.start, raw.end).replace(/[,;"'`]+$/, '');
    return isRawValue(value) ? { ...raw, end: raw.start + value.length } : null;
  }

  /** Authorization: everything behind the scheme. */
  private credentials(at: number, _close: string): Span | null {
    const { text } = this;
    const quote = quoteAt(text, at);
    const begin = at + (quote?.length ?? 0);
    const from = after(SCHEME_WORD, text, begin, begin);
    const isDigest = /^digest\s/i.test(text.slice(begin, from));
    const value =
      quote === null ? this.value(from, isDigest ? STOP_LINE : STOP_CREDENTIALS) : this.value(at, STOP);
    if (!value || value.end - from < 3) return null;
    const secret = text.slice(from, value.end);
    if (isNoSecret(secret) || isSentence(text.slice(begin, value.end))) return null;
    if (quote === null && /^[a-z]+$/i.test(secret) && !isRandom(secret)) return null;
    return { start: from, end: value.end, rule: 'authorization' };
  }

  /** Cookie: a=b; c=d. The names stay, the values go, attributes stay. */
  private cookies(at: number): Span | null {
    const { text } = this;
    const end = this.value(at, STOP_LINE)?.end ?? at;
    this.work.spend(end - at);
    for (const found of text
      .slice(at, end)
      .matchAll(/(?<name>[\w.%-]{1,80})=(?<value>[^\s;,"'\\]{3,4096})/g)) {
      const { name = '', value = '' } = found.groups ?? {};
      if (/^(?:path|domain|expires|max-age|samesite|version|priority)$/i.test(name) || isNoSecret(value))
        continue;
      const from = at + found.index + found[0].length - value.length;
      this.add('cookie', from, from + value.length);
    }
    this.nameDone = Math.max(this.nameDone, end);
    return null;
  }

  /** <password>…</password>, <property name="password">…</property> */
  private elementValue(name: string, start: number, end: number, isSure: boolean): Span | null {
    const { text } = this;
    if (text.charAt(end) !== '<' && !'<"\'\\'.includes(text.charAt(start - 1) || ' ')) return null;
    const at = after(ELEMENT, text, end);
    if (
      at === -1 ||
      (!/<[^<>]{0,80}$/.test(text.slice(Math.max(0, start - 81), start)) && text.charAt(end) !== '<')
    )
      return null;
    const value = this.value(at, STOP_ELEMENT);
    if (!value || value.quoted) return null;
    let last = value.end;
    while (last > value.start && ' \n\r\t'.includes(text.charAt(last - 1))) last -= 1;
    if (text.slice(last - 3, last) === ']]>') last -= 3;
    return this.judged('assignment', name, { ...value, end: last, quoted: true }, isSure, { compact: true });
  }

  /** setPassword("…"), setopt(CURLOPT_PASSWORD, "…"), password.equals("…"), getenv("X", "…") */
  private argumentValue(name: string, end: number, isSure: boolean): Span | null {
    const { text } = this;
    let at = after(CALL, text, end);
    if (at === -1) {
      COMMA.lastIndex = end;
      const found = COMMA.exec(text);
      const isKey = found && (found.groups?.['close'] !== '' || /^[A-Z_0-9]+$/.test(name));
      at = isKey ? COMMA.lastIndex : -1;
    }
    if (at === -1) return null;
    at = after(STRING_PREFIX, text, at, at);
    if (quoteAt(text, at) === null) return null;
    return this.judged('assignment', name, this.value(at, STOP), isSure, {
      compact: false,
      strict: !/password|pwd|passwd/i.test(name),
    });
  }

  /** --token X, PASSWORD 'x', login me password x, the password is x */
  private spacedValue(name: string, start: number, end: number, isSure: boolean): Span | null {
    const { text } = this;
    SPACE.lastIndex = end;
    const found = SPACE.exec(text);
    if (!found) return null;
    let at = SPACE.lastIndex;
    const is = found.groups?.['is'];
    const isFlag = text.charAt(start) === '-' && is === undefined;
    at = after(STRING_PREFIX, text, at, at);
    const isQuoted = quoteAt(text, at) !== null;
    const value = this.value(at, isFlag ? STOP_SPACE : STOP);
    if (!value) return null;
    const secret = text.slice(value.start, value.end);
    if (isFlag) {
      return secret.startsWith('-') ? null : this.judged('argv', name, value, isSure, { compact: true });
    }
    if (!isSure) return null;
    const isSql = isPinLike(name) && SQL_WORD.test(lineBefore(text, start, 100));
    if (isSql) return this.judged('sql', name, value, isSure, { compact: isQuoted, strict: !isQuoted });
    if (!SECRET_SPACED.test(secret) && !isRandom(secret)) return null;
    if (is !== undefined || (isQuoted && isPinLike(name)))
      return this.judged('assignment', name, { ...value, end: trimmed(text, value) }, isSure, {
        compact: true,
        strict: !isPinLike(name),
      });
    return this.judged('assignment', name, value, isSure, { compact: false, strict: true });
  }

  /** if ("…" == password) */
  private comparedValue(name: string, start: number, isSure: boolean): Span | null {
    const { text } = this;
    let sign = start - 1;
    while (sign > 0 && text.charCodeAt(sign) === SPACE_CODE) sign -= 1;
    if (text.charAt(sign) !== '=' && text.charAt(sign) !== '~') return null;
    const from = Math.max(0, start - 120);
    const found = /(["'`])([^"'`\n]{4,100})\1\s{0,3}(?:[!=]==?|=~)\s{0,3}$/.exec(text.slice(from, start));
    if (!found) return null;
    const at = from + found.index + 1;
    return this.judged(
      'assignment',
      name,
      { start: at, end: at + (found[2]?.length ?? 0), quoted: true },
      isSure,
      { compact: false },
    );
  }

  /** A drawn run a few words behind a name that tells of a secret. */
  private nearby(end: number) {
    const { text } = this;
    if (end < this.nearbyDone) return;
    const last = Math.min(text.length, end + 100);
    let at = end + SHORTEST_DRAWN;
    while (at < last) {
      if (BASE64[text.charCodeAt(at)] !== 1) {
        at += SHORTEST_DRAWN;
        continue;
      }
      const start = runStart(text, at, BASE64, end);
      const close = runEnd(text, at, BASE64, 4_096);
      this.work.spend(close - start);
      if (close - start >= SHORTEST_DRAWN) {
        const isOnLine = !text.slice(end, start).includes('\n');
        const run = text.slice(start, close);
        if (isOnLine && !/\/.*\/|^\//.test(run) && isStrongRandom(run)) this.add('entropy', start, close);
      }
      this.nearbyDone = close;
      at = close + SHORTEST_DRAWN;
    }
  }

  /** readValue, remembering where the last value without quotes ended: names may stand inside one. */
  private value(at: number, stop: Uint8Array): Value | null {
    if (
      stop === this.lastStop &&
      at > this.lastStart &&
      at < this.lastEnd &&
      quoteAt(this.text, at) === null
    ) {
      return { start: at, end: this.lastEnd, quoted: false };
    }
    const value = readValue(this.text, at, stop);
    if (value && !value.quoted)
      [this.lastStop, this.lastStart, this.lastEnd] = [stop, value.start, value.end];
    if (value) this.work.spend(value.end - value.start);
    return value;
  }

  private judged(
    rule: string,
    name: string,
    value: Value | null,
    isSure: boolean,
    how: { compact: boolean; strict?: boolean; inJson?: boolean },
  ): Span | null {
    if (!value) return null;
    const { text } = this;
    const secret = text.slice(value.start, value.end);
    if (!isSure) return isSecretByLook(secret) ? { start: value.start, end: value.end, rule } : null;
    const pinLike = isPinLike(name);
    const setting = {
      quoted: value.quoted,
      compact: how.compact,
      alone: isLastOfLine(text, value.end),
      pinLike,
      inJson: how.inJson ?? false,
    };
    if (!value.quoted && text.charAt(value.end) === '(') return this.argumentOf(secret, value.end);
    // A name as a value of its own name: access_token=ACCESS_TOKEN.
    if (sameName(secret, name)) return null;
    if (how.strict) this.work.spend(2 * Math.min(secret.length, 128));
    if (how.strict && !isRandom(secret) && !(pinLike && SECRET_SPACED.test(secret) && secret.length >= 6))
      return null;
    return isSecretValue(secret, setting) ? { start: value.start, end: value.end, rule } : null;
  }

  /** The value is made by a call: the last text among its arguments, unless that is a name to look up. */
  private argumentOf(callee: string, open: number): Span | null {
    const { text } = this;
    const within = text.slice(open + 1, open + 160).split(/[\n)]/, 1)[0] ?? '';
    this.work.spend(within.length);
    const all = [...within.matchAll(/(["'`])([^"'`]{1,120})\1/g)];
    const last = all.at(-1);
    if (
      !last ||
      (all.length === 1 &&
        /env|get|read|load|fetch|conf|prompt|input|require|lookup|secret|resolve|find|log|print|error/i.test(
          callee,
        ))
    )
      return null;
    const secret = last[2] ?? '';
    if (secret.length < 4) return null;
    if (!/\d/.test(secret) || !/[A-Za-z]/.test(secret) || /\s/.test(secret) || isNoSecret(secret))
      return null;
    const at = open + 1 + last.index + 1;
    return { start: at, end: at + secret.length, rule: 'assignment' };
  }

  // --- layers ----------------------------------------------------------------------------------------------

  /** Long runs that are text in base64 or hex: masked as a whole when that text holds a secret. */
  private layers(known: KnownSecrets | null) {
    const { text } = this;
    let at = MIN_LAYER - 1;
    while (at < text.length) {
      if (BASE64[text.charCodeAt(at)] !== 1) {
        at += MIN_LAYER;
        continue;
      }
      const start = runStart(text, at, BASE64, 0);
      const end = runEnd(text, at, BASE64);
      if (end - start >= MIN_LAYER) this.run(start, end, known);
      at = end + MIN_LAYER;
    }
  }

  private run(start: number, end: number, known: KnownSecrets | null) {
    const { text } = this;
    if (end - start === 50) this.sticky('token_format', start, /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}/y);
    if (text.charAt(end) === '.')
      this.sticky('token_format', start, /[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}/y);
    if (this.layer >= LAYERS) return;
    const inside = decoded(text, start, end);
    if (inside === null) return;
    this.work.spend(inside.length);
    const finder = new Finder(inside, this.work, this.onlyWhether, this.layer + 1);
    if (finder.find(known)) this.add('encoded', start, runEnd(text, end, PADDING, 2));
  }
}

/** What a run of base64 or hex says, if it is text. */
function decoded(text: string, start: number, end: number): string | null {
  if (!beginsAsText(text, start)) return null;
  const head = text.slice(start, start + MIN_LAYER);
  const encoding = HEX_ONLY.test(head) ? 'hex' : 'base64';
  const begin = Buffer.from(head, encoding);
  const isWide = begin.length > 8 && begin[1] === 0 && begin[3] === 0 && begin[5] === 0;
  if (!isWide && !begin.every(isPrintable)) return null;
  return Buffer.from(text.slice(start, end), encoding).toString(isWide ? 'utf16le' : 'utf8');
}

const HEX_ONLY = /^[0-9a-fA-F]+$/;

/** Whether the first bytes may be text, without decoding more: most runs are ids, paths and digests. */
function beginsAsText(text: string, start: number): boolean {
  let inHex = true;
  let inBase64 = true;
  for (let i = start; i < start + 8; i += 4) {
    const a = SEXTET[text.charCodeAt(i)] ?? 0;
    const b = SEXTET[text.charCodeAt(i + 1)] ?? 0;
    const c = SEXTET[text.charCodeAt(i + 2)] ?? 0;
    const d = SEXTET[text.charCodeAt(i + 3)] ?? 0;
    const second = ((b & 15) << 4) | (c >> 2);
    const third = ((c & 3) << 6) | d;
    const isWide = second === 0 || third === 0;
    if (!isWide && !(isPrintable((a << 2) | (b >> 4)) && isPrintable(second) && isPrintable(third)))
      inBase64 = false;
    // In hex a printable character begins with 2 to 7.
    const first = text.charCodeAt(i);
    const other = text.charCodeAt(i + 2);
    if (first < 0x32 || first > 0x37 || other < 0x32 || other > 0x37) inHex = false;
  }
  return inBase64 || inHex;
}

const SEXTET = new Uint8Array(128);
const SEXTETS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let value = 0; value < SEXTETS.length; value += 1) SEXTET[SEXTETS.charCodeAt(value)] = value;
SEXTET[0x2d] = 62;
SEXTET[0x5f] = 63;

const isPrintable = (byte: number) =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;

const PADDING = new Uint8Array(128);
PADDING[0x3d] = 1;
const BLANK = new Uint8Array(128);
BLANK[0x20] = 1;
BLANK[0x09] = 1;
const STOP_LINE = new Uint8Array(128);
for (const sign of '\n\r"\'') STOP_LINE[sign.charCodeAt(0)] = 1;
const STOP_CREDENTIALS = new Uint8Array(128);
for (const sign of ' \t\n\r"\'`,;<>(){}[]') STOP_CREDENTIALS[sign.charCodeAt(0)] = 1;
const STOP_VALUE = new Uint8Array(128);
for (const sign of ' \t\n\r"\'`&,;\\') STOP_VALUE[sign.charCodeAt(0)] = 1;
const MAX_PEM = 20_000;
const PEM_BODY = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\"\'\n\r\t ';
const SQL_WORD = /\b(?:user|role|login|with|encrypted|alter|create|grant|set|machine)\b/i;

/** What stands before `at` on its line, at most `most` characters. */
function lineBefore(text: string, at: number, most: number): string {
  const before = text.slice(Math.max(0, at - most), at);
  return before.slice(before.lastIndexOf('\n') + 1);
}

const SECOND_WORD = /^(?:keys?|codes?)$/i;
const SHORTEST_DRAWN = 20;
const SPACE_CODE = 0x20;
const AT = 0x40;
const COLON = 0x3a;
const SLASH = 0x2f;

/** Where the pattern ends when it stands at `at`; else `otherwise`. */
function after(pattern: RegExp, text: string, at: number, otherwise = -1): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : otherwise;
}

/** The end without the full stop of a sentence. */
function trimmed(text: string, { start, end, quoted }: Value): number {
  let last = end;
  while (!quoted && last > start && '.!?:'.includes(text.charAt(last - 1)) && last === end) last -= 1;
  return last;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** token=TOKEN, apiKey: apiKey, password=DB_PASSWORD */
function sameName(value: string, name: string): boolean {
  if (value.length > 64 || /[^A-Za-z0-9_$.-]/.test(value)) return false;
  if (/\d.*\d/.test(value)) return false;
  const one = plain(value);
  const other = plain(name);
  return (
    one !== '' &&
    (one === other ||
      (one.length > 4 && /^[a-z]+$/.test(one) && (other.endsWith(one) || one.endsWith(other))))
  );
}

/** A prefix followed by one character again and again: an example of a format, not a token. */
const isMadeUp = (token: string) => /([xX*.0-])\1{15}$/.test(token.slice(0, 64));
