import { ownText } from '../own-text';

/**
 * What a secret looks like. Every pattern is linear: no nested quantifiers, bounded repeats, and a literal
 * start that lets the engine skip text quickly.
 */

/** Names under which a value is a secret whatever it looks like; compared in lower case without separators. */
const SECRET_NAMES = new Set([
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'secrets',
  'token',
  'tokens',
  'apikey',
  'apikeys',
  'appkey',
  'authkey',
  'auth',
  'authorization',
  'proxyauthorization',
  'bearer',
  'cookie',
  'setcookie',
  'credential',
  'credentials',
  'privatekey',
  'secretkey',
  'signingkey',
  'encryptionkey',
  'accesskey',
  'accesskeyid',
  'sessionkey',
  'masterkey',
  'sharedkey',
  'storagekey',
  'accountkey',
  'servicekey',
  'licensekey',
  'connectionstring',
  'databaseurl',
  'pin',
  'cvv',
  'otp',
  'totp',
  'mfacode',
  'recoverycode',
  'clientsecret',
  'webhookurl',
  'webhooksecret',
  'sas',
]);

/** Endings that make any longer name a secret: github_token, dbPassword, stripe-secret-key … */
const SECRET_ENDING =
  /(?:password|passwd|passphrase|pwd|secret|token|apikey|secretkey|privatekey|accesskey|authkey|signingkey|encryptionkey|credentials?|connectionstring)$/;

/** Names that end like a secret and are none: counters, limits, cursors and flags of everyday APIs. */
const HARMLESS_NAMES =
  /^(?:(?:max|min|num|total|input|output|prompt|completion|reasoning|cached|next|prev|previous|page|continuation|sync|progress|cancel(?:lation)?|has|is|use|no)[a-z]*tokens?|tokens?(?:count|limit|type|usage|used)|.*(?:maxtokens|tokencount|pagetoken|progresstoken))$/;

/** Verdicts on names seen lately: the same few come with every call. */
const verdicts = new Map<string, boolean>();
const MAX_VERDICTS = 5_000;

/** Whether a JSON key says that its value is a secret. */
export function isSecretName(name: string): boolean {
  if (name.length > 128) return false;
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
  const verdict = judgeName(name);
  verdicts.set(ownText(name), verdict);
  return verdict;
}

function judgeName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (!SECRET_NAMES.has(plain) && !SECRET_ENDING.test(plain)) return false;
  return !HARMLESS_NAMES.test(plain);
}

export interface TextRule {
  /** stands in mask counts and in secrets_masked_total{rule} */
  name: string;
  /** global; the named group `secret` is replaced, or the whole match when there is none */
  pattern: RegExp;
  /** a cheap question whose no is a no: the pattern without "g", or something simpler */
  probe: { test(text: string): boolean };
}

/** Token formats with a published, telling prefix. */
const PREFIXED = [
  'gh[pousr]_[A-Za-z0-9]{20,255}',
  'github_pat_[A-Za-z0-9_]{20,255}',
  'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct|oas)-[A-Za-z0-9_=.-]{16,300}',
  'xox[abeoprs]-(?:\\d-)?\\d[A-Za-z0-9-]{9,255}',
  'xapp-\\d-[A-Za-z0-9-]{10,255}',
  'slk_[A-Za-z0-9_-]{43}',
  'sk-(?:ant|proj|svcacct|admin|or|lf)-[A-Za-z0-9_-]{16,255}',
  'sk-[A-Za-z0-9]{20,255}',
  '(?:sk|rk|pk)_(?:live|test|prod)_[A-Za-z0-9]{10,255}',
  'whsec_[A-Za-z0-9+/=]{16,255}',
  '(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}',
  'AIza[A-Za-z0-9_-]{35}',
  'ya29\\.[A-Za-z0-9_-]{20,1024}',
  'GOCSPX-[A-Za-z0-9_-]{20,64}',
  'npm_[A-Za-z0-9]{36}',
  'pypi-[A-Za-z0-9_-]{50,255}',
  'rubygems_[a-f0-9]{48}',
  'dckr_pat_[A-Za-z0-9_-]{20,64}',
  'hf_[A-Za-z0-9]{30,64}',
  'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}',
  'key-[0-9a-f]{32}',
  'do[opr]_v1_[a-f0-9]{64}',
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  'gl(?:sa|c)_[A-Za-z0-9+/=_]{20,400}',
  'lin_(?:api|oauth)_[A-Za-z0-9]{32,64}',
  'secret_[A-Za-z0-9]{43}',
  'ntn_[A-Za-z0-9]{40,64}',
  'figd_[A-Za-z0-9_-]{30,64}',
  'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}',
  'sntry[su]_[A-Za-z0-9+/=_-]{40,512}',
  'dapi[a-f0-9]{32}(?:-\\d)?',
  'PMAK-[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}',
  'sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,64}',
  'EAAA[A-Za-z0-9_-]{60}',
  'hv[sbr]\\.[A-Za-z0-9_-]{24,300}',
  '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}',
  'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_=.-]{32,64}',
  'NRAK-[A-Z0-9]{27}',
  'NRII-[A-Za-z0-9-]{32}',
  'AGE-SECRET-KEY-1[02-9A-Z]{58}',
  'A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}',
  'ops_eyJ[A-Za-z0-9+/=]{100,2000}',
  'pul-[a-f0-9]{40}',
  'rdme_[a-z0-9]{70}',
  'xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9.]{20,64}',
  'CLOJARS_[a-zA-Z0-9]{60}',
  'EZ[AT]K[A-Za-z0-9]{54}',
  'FLW(?:SEC|PUB)K(?:_TEST)?-[A-Za-z0-9-]{12,64}',
  'oy2[a-z0-9]{43}',
  'LTAI[A-Za-z0-9]{17,21}',
  'AKCp[A-Za-z0-9]{69}',
  'p8e-[A-Za-z0-9]{32}',
  'tvly-[A-Za-z0-9-]{20,64}',
  'xai-[A-Za-z0-9]{60,100}',
  'gsk_[A-Za-z0-9]{40,64}',
  'r8_[A-Za-z0-9]{37}',
  'pplx-[A-Za-z0-9]{40,64}',
  'fio-u-[A-Za-z0-9_-]{64}',
  'v1\\.0-[a-f0-9]{24}-[a-f0-9]{146}',
  'hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{20,90}',
  '\\d{8,10}:AA[A-Za-z0-9_-]{32,33}',
];

/** A name that assigns a secret in free text: PASSWORD=…, "api_key": "…", token: …, secret := '…'. */
const ASSIGNMENT =
  '(?:passwo?r?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key|credentials?)[A-Za-z0-9_]{0,24}(?:[\'"`\\])]{0,2}(?:\\s{1,3}string)?\\s{0,3}(?:=>|[:?.|]{0,3}=|[:,])|>)\\s{0,6}[\'"`(]{0,2}';

const TOKEN_CHARACTERS = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+/=:-') {
  TOKEN_CHARACTERS[character.charCodeAt(0)] = 1;
}

/**
 * Whether `length` token characters stand in a row. Looks at the last place that a run could end at and from
 * there back, so of most words it sees one letter; a regular expression looks at every one several times.
 */
export function hasRun(text: string, length: number): boolean {
  let end = length - 1;
  while (end < text.length) {
    let i = end;
    while (i > end - length && TOKEN_CHARACTERS[text.charCodeAt(i)] === 1) i -= 1;
    if (i === end - length) return true;
    end = i + length;
  }
  return false;
}

const RULES: readonly (Omit<TextRule, 'probe'> & Partial<TextRule>)[] = [
  {
    name: 'private_key',
    pattern:
      /-----BEGIN[ A-Z0-9_-]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,20000}?-----END[ A-Z0-9_-]{0,40}-----|[\s\S]{0,20000})/g,
  },
  {
    name: 'jwt',
    pattern: /\bey[JI][A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,8192}(?:\.[A-Za-z0-9_-]{0,4096}){0,3}/g,
  },
  {
    name: 'token_format',
    pattern: new RegExp(`(?<![A-Za-z0-9])(?:${PREFIXED.join('|')})(?![A-Za-z0-9])`, 'g'),
    // The shortest of them are 15 characters of these; sentences have no such run.
    probe: { test: (text) => hasRun(text, 15) },
  },
  { name: 'url_user_info', pattern: /:\/\/[^\s:/@"'<>]{0,256}:(?<secret>[^\s/@"'<>]{1,256})@/g },
  {
    name: 'authorization',
    pattern: /\b(?:[Bb]earer|[Bb]asic|[Dd]igest|BEARER|BASIC)\s{1,3}(?<secret>[A-Za-z0-9._~+/=-]{8,4096})/g,
  },
  {
    name: 'authorization',
    pattern:
      /\bauthorization['"]?\s{0,3}[:=]\s{0,3}['"]?(?:[A-Za-z][A-Za-z-]{1,20} )?(?<secret>[^\s'",;]{3,4096})/gi,
  },
  {
    name: 'assignment',
    pattern: new RegExp(`${ASSIGNMENT}(?<secret>[^\\s'"\`,;&<>(){}\\[\\]]{6,4096})`, 'gi'),
  },
];

/** In this order; an earlier rule's mask is not looked at again. */
export const TEXT_RULES: readonly TextRule[] = RULES.map((rule) => ({
  ...rule,
  probe: rule.probe ?? new RegExp(rule.pattern.source, rule.pattern.flags.replace('g', '')),
}));
