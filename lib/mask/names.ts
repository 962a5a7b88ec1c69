import { ownText } from '../own-text';

/**
 * What a name says about its value: nothing, that it may be a secret (masked only where it also looks like
 * one: `mailgun_key`, `auth`), or that it is one whatever it looks like (`password`, `accessTokens`).
 */
export type Telling = 'no' | 'maybe' | 'yes';

/** Words that name a secret on their own. */
const SECRET_WORDS = set(`
  password passwords passwd passwds passphrase passphrases passcode passcodes pass passw passwrd pswd pword pwd pwds
  psw pw userpwd secret secrets secrete token tokens apikey apikeys credential credentials creds cred jwt jwts bearer
  authorization cookie cookies setcookie privatekey secretkey accesskey authkey mnemonic passwort kennwort
  contrasena senha pin cvv cvc otp totp sas userpass keypasswd connectionstring connstr webhooksecret clientsecret
  xoauth2 apitoken`);

/** Long words that name a secret also as the end of a word: dbpassword, authtoken, userapikey. */
const SECRET_END =
  /(?:passw(?:or)?ds?|passphrase|passcode|pwd|secrets?|tokens?|apikeys?|secretkeys?|privatekeys?|accesskeys?|authkeys?|signingkey|encryptionkey|masterkey|sharedkey|storagekey|accountkey|sessionkey|connectionstring|credentials?)$/;

/** "key" says nothing, but for keys of these kinds. */
const KEY_KINDS = set(`
  api app access secret private signing sign signature encryption encrypt decryption cipher auth authentication
  account storage master session service shared ssh client consumer subscription admin root write ingest
  deploy hmac aes rsa pgp gpg webhook license licence integration crypto vault functions host registration primary
  secondary user project personal`);
/** Kinds whose keys are secret only when they look like it: an "app key" is often a name. */
const WEAK_KINDS = set(
  'app client primary secondary user project host session service write personal sign signature functions registration subscription',
);

/** Words that make a secret of what comes before them: recovery codes, seed phrases. */
const PHRASES =
  /(?:^| )(?:recovery|backup|mfa|2fa|verification|one time|onetime|security|auth|authorization|device) (?:code|codes)$|(?:^| )(?:seed|recovery|mnemonic|wallet) phrases?$|(?:^| )(?:database|db|redis|postgres|postgresql|mysql|mongo|mongodb|amqp|broker|webhook|slack webhook|discord webhook) (?:url|uri|dsn)$|(?:^| )connection (?:string|strings|url|uri)$|(?:^| )storage state$/;

/** After a secret's word these make the name one of something else: token_hash, password_policy, secretName. */
const ABOUT = set(`
  id ids name names hash hashes hashed digest fingerprint thumbprint type types kind count counts counter limit limits
  length len size sizes url urls uri uris endpoint endpoints path paths file files filename filenames dir directory
  location folder expires expiry expiration expired expire exp ttl timeout age policy policies rule rules field fields
  label labels placeholder hint hints prompt message messages error errors status state states valid invalid validity
  required enabled disabled present set exists changed updated created modified used at date time timestamp rotation
  rotated rotate version versions format algorithm alg bits strength score min max reset regex pattern patterns usage
  budget cost costs price rate rates bucket index position offset store manager provider service factory handler
  helper parser class schema ref refs reference arn column table input output param params parameter source issuer audience scope
  scopes prefix suffix masked mask metadata description title help form page button screen view dialog component
  validator validation checker check generator generate length complexity history lifetime duration interval window
  per second minute estimate estimator stats statistics summary logs log list listing map count
  request requests response responses grant grants exchange revocation introspection refresh
  review reviewer owner owners user users username email role group groups engine backend management detection
  scanner scanning scan leak leaks sharing ring rings name space names stream streams
  tree trees node nodes vault model models mode modes logprobs probability probabilities`);

/** Before "token" or "tokens" these make it a counter, a cursor or a word of a grammar. */
const NOT_TOKENS =
  /^(?:.* )?(?:max|min|num|number|total|sum|input|output|prompt|completion|reasoning|thinking|cached|cache|creation|read|next|prev|previous|page|paging|pagination|continuation|sync|progress|cancel|cancellation|has|is|use|uses|no|not|needs?|requires?|stop|special|pad|eos|bos|unk|cls|sep|mask|start|end|per|avg|average|budget|of|many|text|audio|image|accepted|rejected|prediction|design|theme|color|syntax|lexer|parser|current|first|last|remaining|used|count|estimated|window|context|resume|cursor|csrf|xsrf|authenticity|antiforgery|request verification) tokens?(?: details?)?$/;

/** Before a secret's word these ask about it instead of giving it. */
const ASKS =
  /^(?:is|has|use|uses|show|hide|forgot|require|requires|required|needs?|no|without|enable|disable|allow|toggle|get|fetch|load|read) /;

/** Verdicts on names seen lately: the same few come with every call. */
const verdicts = new Map<string, Telling>();
const MAX_VERDICTS = 5_000;
const MAX_NAME = 128;

/** What a JSON key, a variable, a header, a flag or an attribute of this name holds. Pure but for a cache. */
export function tellingOf(name: string): Telling {
  if (name.length > MAX_NAME) return 'no';
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  if (verdicts.size >= MAX_VERDICTS) verdicts.clear();
  const verdict = judge(wordsOf(name));
  verdicts.set(ownText(name), verdict);
  return verdict;
}

/** Whether a name is one of those whose values are often short numbers. Pure. */
export const isPinLike = (name: string): boolean =>
  /(?:pass|pwd|psw|pin|otp|cvv|cvc|code)/i.test(name) && !/passed/i.test(name);

/** dbPassword2, DB_PASSWORD and db-password are all ["db", "password"]. */
export const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/^\d+|\d+$/g, ''))
    .filter((word) => word !== '');

function judge(words: string[]): Telling {
  const all = words.join(' ');
  if (PHRASES.test(all)) return 'yes';
  if (all === 'auth' || all.endsWith(' auth') || all.endsWith(' authentication')) return 'maybe';
  let telling: Telling = 'no';
  for (let i = 0; i < words.length; i += 1) {
    const here = ofWord(words, i);
    if (here === 'no') continue;
    // The last word counts: an api_key_id is an id, a secret_value a secret.
    const rest = words.slice(i + 1);
    if (rest.some((word) => ABOUT.has(word))) continue;
    if (telling !== 'yes') telling = here;
  }
  if (telling === 'no') return 'no';
  if (NOT_TOKENS.test(all) || (ASKS.test(all) && words.length > 1 && words.length <= 3)) return 'no';
  return telling;
}

function ofWord(words: readonly string[], i: number): Telling {
  const word = words[i] ?? '';
  if (
    SECRET_WORDS.has(word) ||
    (SECRET_END.test(word) && !HARMLESS_WORDS.has(word) && !COUNTER_WORD.test(word))
  )
    return 'yes';
  const before = words[i - 1];
  if (word === 'key' || word === 'keys') {
    if (before === undefined) return 'maybe';
    if (KEY_KINDS.has(before)) return WEAK_KINDS.has(before) ? 'maybe' : 'yes';
    return HARMLESS_KEYS.has(before) ? 'no' : 'maybe';
  }
  if (word === 'phrase' && before === 'pass') return 'yes';
  if (word.length > 5 && (word.endsWith('key') || word.endsWith('passwd')))
    return HARMLESS_WORDS.has(word) ? 'no' : 'maybe';
  return 'no';
}

const HARMLESS_KEYS = set(`
  public pub foreign sort partition row hash range object map dictionary dict hot short shortcut group
  composite natural idempotency idempotence issue arrow enter escape tab shift index lookup unique translation i18n
  locale message label column join parent child candidate surrogate cache item entry record document data json property
  field param parameter state query route react list the a this any each every some no or and of for in by with to from on
  same new old other first last next default config setting settings option feature flag metric
  event topic routing dedupe deduplication`);

/** maxtokens, inputtokens, pagetoken … in one word. */
const COUNTER_WORD =
  /^(?:max|min|num|total|input|output|prompt|completion|reasoning|cached|next|prev|previous|page|continuation|sync|progress|cancel|has|is|use|no|csrf|xsrf)[a-z]*tokens?$/;

const HARMLESS_WORDS = set(
  'monkey turkey donkey hockey jockey whiskey hotkey keykey nontoken publickey sortkey primarykey foreignkey partitionkey hashkey rowkey routingkey mapkey objectkey cachekey',
);

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
