import { ARRAY, NUMBER, OBJECT, readJson, STRING, unquoted, type JsonTree } from './json-tree';
import { Finder } from './find';
import type { KnownSecrets } from './known-secrets';
import { MASK, type MaskCounts } from './masked';
import { maskText, mayHoldSecret } from './mask-text';
import { tellingOf, wordsOf, type Telling } from './names';
import { isReference, isSecretByLook, isSentence } from './values';
import { replaced, type Span } from './spans';
import type { Work } from './work';

/** JSON inside strings inside JSON is followed this deep; MCP results nest once or twice. */
const NESTED_TEXTS = 4;

/** What the masker lends: the credentials that it knows, its budget, and how it masks names. */
export interface Tools {
  known: KnownSecrets | null;
  work: Work;
  /** maskText for a JSON key; remembers keys that hold nothing, because they come with every call */
  name: (key: string, work: Work, counts: MaskCounts) => string;
}

/**
 * Masks JSON from text to text: string leaves are judged with their key and their neighbours as context,
 * everything else is copied as it stands, so that big integers, key order and duplicate keys survive. Linear.
 * Returns null for what is not JSON or nests too deep: the caller must then store no part of it.
 * Throws OutOfBudget.
 */
export function maskJson(text: string, tools: Tools, counts: MaskCounts, nested = 0): string | null {
  const tree = readJson(text);
  return tree === null ? null : maskTree(tree, tools, counts, nested);
}

/** Most payloads hold nothing that could be a secret, and one pass over the text says so. */
export function isClean(text: string, tools: Tools): boolean {
  // Behind these escapes a word may hide that the pass looks for.
  if (text.includes('\\u') || text.includes('\\\\')) return false;
  return !mayHoldSecret(text, tools.known, tools.work);
}

/** Masks what a tree says; the text of a tree that was cut may end anywhere. */
export function maskTree(tree: JsonTree, tools: Tools, counts: MaskCounts, nested = 0): string | null {
  const { text, kind, start, end, keyStart, keyEnd } = tree;
  const out: string[] = [];
  let copied = 0;
  const put = (from: number, to: number, replacement: string) => {
    out.push(text.slice(copied, from), replacement);
    copied = to;
  };
  const contexts = new Contexts(tree);
  const borders = splitOverBlocks(tree, tools);
  for (let node = 0; node < kind.length; node += 1) {
    // What a value costs beside its characters.
    tools.work.spend(8);
    const from = start[node] ?? 0;
    const to = end[node] ?? 0;
    let key: string | null = null;
    const keyFrom = keyStart[node] ?? -1;
    if (keyFrom !== -1) {
      const keyTo = keyEnd[node] ?? 0;
      key = unquoted(text, keyFrom, keyTo);
      if (key === null) return null;
      const masked = tools.name(key, tools.work, counts);
      if (masked !== key) put(keyFrom, keyTo, JSON.stringify(masked));
    }
    const context = contexts.enter(node, key);
    if (kind[node] === NUMBER) {
      if (context === 'yes') put(from, to, counted(counts, 'key_name', `"${MASK}"`));
    } else if (kind[node] === STRING) {
      const value = unquoted(text, from, to);
      if (value === null) return null;
      if (tree.isCut && to === text.length && context !== 'no' && value !== '') {
        // What is left of a secret's value may look like anything.
        put(from, to, JSON.stringify(counted(counts, 'key_name', MASK)));
        continue;
      }
      const split = borders.get(node);
      const whole = split ? replaced(value, split, counts) : value;
      const masked = maskLeaf(whole, context, key, tools, counts, nested);
      if (masked !== value) put(from, to, JSON.stringify(masked));
    }
  }
  out.push(text.slice(copied));
  return out.join('');
}

/** So much of two neighbouring texts is looked at where they meet. */
const BORDER = 512;

/**
 * Results come in blocks, and a secret may be split over two of them, or stand in one and its name in the
 * other. Finds what only the texts of two neighbours together show.
 */
function splitOverBlocks(tree: JsonTree, tools: Tools): Map<number, Span[]> {
  const { kind, text, start, end, keyStart, keyEnd, parent } = tree;
  const found = new Map<number, Span[]>();
  let before = -1;
  let left = '';
  for (let node = 0; node < kind.length; node += 1) {
    if (kind[node] !== STRING) continue;
    const block = parent[node] ?? -1;
    if (block === -1 || kind[parent[block] ?? -1] !== ARRAY) continue;
    if (text.slice(keyStart[node], keyEnd[node]) !== '"text"') continue;
    const right = unquoted(text, start[node] ?? 0, end[node] ?? 0) ?? '';
    if (before !== -1 && parent[parent[before] ?? -1] === parent[block] && left !== '' && right !== '') {
      const cut = Math.min(BORDER, left.length);
      const finder = new Finder(left.slice(-BORDER) + right.slice(0, BORDER), tools.work, false);
      finder.find(tools.known);
      for (const { start: from, end: to, rule } of finder.spans) {
        const shift = left.length - cut;
        if (from < cut && to > cut) add(found, before, { start: from + shift, end: left.length, rule });
        if (to > cut) add(found, node, { start: Math.max(0, from - cut), end: to - cut, rule });
      }
    }
    before = node;
    left = right;
  }
  return found;
}

function add(to: Map<number, Span[]>, node: number, span: Span) {
  const there = to.get(node);
  if (there) there.push(span);
  else to.set(node, [span]);
}

function maskLeaf(
  value: string,
  context: Telling | 'pair' | 'user',
  key: string | null,
  tools: Tools,
  counts: MaskCounts,
  nested: number,
): string {
  if (value === '' || value === MASK) return value;
  if (context === 'yes' && isSecretLeaf(value, key)) return counted(counts, 'key_name', MASK);
  if (context === 'pair' && isSecretLeaf(value, key)) return counted(counts, 'pair', MASK);
  if (context === 'maybe' && isSecretByLook(value)) return counted(counts, 'key_name', MASK);
  if (context === 'user') {
    const colon = value.indexOf(':');
    if (colon !== -1 && colon + 3 < value.length)
      return value.slice(0, colon + 1) + counted(counts, 'argv', MASK);
  }
  if (nested < NESTED_TEXTS && looksLikeJson(value)) {
    const trial: MaskCounts = {};
    tools.work.spend(value.length);
    const masked = maskJson(value, tools, trial, nested + 1);
    if (masked !== null) {
      for (const [rule, count] of Object.entries(trial)) counts[rule] = (counts[rule] ?? 0) + count;
      return masked;
    }
  }
  return maskText(value, tools.known, tools.work, counts);
}

/** Under a secret's name almost everything is one; what only refers to it or describes it stays readable. */
function isSecretLeaf(value: string, key: string | null): boolean {
  // Too short to refer to anything.
  if (value.length < 3) return true;
  if (isReference(value)) return false;
  return !(isSentence(value) && !/phrase|mnemonic/i.test(key ?? ''));
}

/** Cheap test before the real one: starts and ends like an object or an array. */
function looksLikeJson(value: string): boolean {
  const first = value.charAt(0);
  if (first !== '{' && first !== '[' && first !== ' ' && first !== '\n' && first !== '"') return false;
  const text = value.trim();
  const pair = text.charAt(0) + text.charAt(text.length - 1);
  return pair === '{}' || pair === '[]' || (pair === '""' && text.includes('{'));
}

const NAMES_OF_NAMES =
  /^(?:[a-z]{0,12}name|[a-z]{0,12}key|field|header|param|parameter|variable|var|env|id|label|title|k|n|property|attribute|option|setting|envvar)$/i;
const NAMES_OF_VALUES =
  /^(?:[a-z]{0,12}value|val|v|content|data|default|defaultvalue|current|currentvalue|text|secret|plaintext|string|stringvalue|rawvalue)$/i;
const SCHEMA_KEYS =
  /^(?:type|\$ref|anyOf|oneOf|allOf|enum|format|description|title|const|minLength|maxLength|pattern|properties|items|default|examples?|writeOnly|readOnly|nullable|deprecated|required|in|schema|kind|optional|label|help|placeholder|widget|sensitive|secret)$/;
const SCHEMA_TYPES =
  /^"(?:string|number|integer|boolean|object|array|null|password|text|hidden|secret|apiKey|http|str|int|bool)"$/i;
const SCHEMA_CONTAINERS =
  /^(?:properties|patternProperties|\$defs|definitions|dependentSchemas|dependencies)$/;
/** Inside something secret these say what it is, not what it says. */
const DESCRIBES =
  /^(?:type|kind|name|id|url|uri|host|hostname|port|region|version|scheme|provider|method|issuer|description|title|enabled|scopes?|format|required|status|state|algorithm|alg|grant_type|token_type|(?:created|updated|expires?)(?:_?(?:at|in|on))?|expiry|expiration|count|total|limit|path|domain|samesite|secure|httponly|email|user|username|user_name|login)$/i;
const JWK_SECRETS = /^(?:k|d|p|q|dp|dq|qi)$/;
const FLAG = /^--?[A-Za-z][\w.-]{0,63}$/;
const USER_FLAG = /^(?:-u|--user|--proxy-user|-U)$/;

/** What surrounds each value: the names above it and beside it. */
class Contexts {
  /** by container: what it says about the values in it */
  private readonly inherited: (Telling | undefined)[] = [];
  /** containers whose keys are names of fields, not of values */
  private readonly isSchema: (boolean | undefined)[] = [];
  /** by object: the node of the value that its name belongs to */
  private readonly pairs = new Map<number, number>();
  private readonly jwks = new Set<number>();
  /** Kubernetes objects whose data are secrets under any name */
  private readonly manifests = new Set<number>();

  constructor(private readonly tree: JsonTree) {}

  /** Must be called for every node in order. */
  enter(node: number, key: string | null): Telling | 'pair' | 'user' {
    const { kind, parent } = this.tree;
    const container = parent[node] ?? -1;
    const context = this.contextOf(node, key, container);
    if (kind[node] === OBJECT || kind[node] === ARRAY) {
      this.inherited[node] = context === 'pair' ? 'yes' : context === 'user' ? 'no' : context;
      if (kind[node] === OBJECT) this.lookAt(node, key);
    }
    return context;
  }

  private contextOf(node: number, key: string | null, container: number): Telling | 'pair' | 'user' {
    const { kind } = this.tree;
    if (container === -1) return 'no';
    if (this.isSchema[container]) return 'no';
    const above = this.inherited[container] ?? 'no';
    if (kind[container] === ARRAY) return above === 'yes' ? above : this.argument(node, above);
    if (this.pairs.get(container) === node) return 'pair';
    if (key === null) return above;
    if (this.jwks.has(container) && JWK_SECRETS.test(key)) return 'yes';
    if (this.manifests.has(container) && /^(?:data|stringData)$/.test(key)) return 'yes';
    const own = tellingOf(key);
    if (own !== 'no') return own === 'maybe' && above === 'yes' ? 'yes' : own;
    return above !== 'no' && DESCRIBES.test(key) ? 'no' : above;
  }

  /** ["--token", "…"], ["-u", "user:…"] */
  private argument(node: number, above: Telling): Telling | 'pair' | 'user' {
    const { kind, parent, text, start, end } = this.tree;
    const before = node - 1;
    if (kind[node] !== STRING || kind[before] !== STRING || parent[before] !== parent[node]) return above;
    const flag = unquoted(text, start[before] ?? 0, end[before] ?? 0) ?? '';
    if (USER_FLAG.test(flag)) return 'user';
    if (!FLAG.test(flag) || text.charAt((start[node] ?? 0) + 1) === '-') return above;
    return tellingOf(flag) === 'yes' ? 'pair' : above;
  }

  /** Looks at an object's own keys once, before its values come. */
  private lookAt(node: number, key: string | null) {
    const { kind, text, start, end, keyStart, keyEnd, after } = this.tree;
    if (key !== null && SCHEMA_CONTAINERS.test(key)) this.isSchema[node] = true;
    let nameNode = -1;
    let valueNode = -1;
    let members = 0;
    let schemaKeys = 0;
    let isTyped = false;
    const last = after[node] ?? node + 1;
    for (let child = node + 1; child < last; child = after[child] ?? child + 1) {
      members += 1;
      const name = text.slice((keyStart[child] ?? 0) + 1, (keyEnd[child] ?? 0) - 1);
      if (name.length > 24) continue;
      if (NAMES_OF_VALUES.test(name)) valueNode = child;
      else if (NAMES_OF_NAMES.test(name) && kind[child] === STRING && nameNode === -1) nameNode = child;
      if (name === 'kty') this.jwks.add(node);
      if (name === 'kind' && text.slice(start[child], end[child]) === '"Secret"') this.manifests.add(node);
      if (SCHEMA_KEYS.test(name)) schemaKeys += 1;
      if (
        (name === 'type' &&
          (kind[child] === ARRAY || SCHEMA_TYPES.test(text.slice(start[child], end[child])))) ||
        name === '$ref' ||
        name === 'anyOf'
      )
        isTyped = true;
    }
    // {"type": "string", "description": …} describes a value, whatever the value's name is.
    if (isTyped && schemaKeys === members) this.inherited[node] = 'no';
    if (nameNode !== -1 && valueNode !== -1 && members <= 12) {
      const name = unquoted(text, start[nameNode] ?? 0, end[nameNode] ?? 0) ?? '';
      if (wordsOf(name).length <= 8 && tellingOf(name) === 'yes') this.pairs.set(node, valueNode);
    }
  }
}

function counted(counts: MaskCounts, rule: string, replacement: string): string {
  counts[rule] = (counts[rule] ?? 0) + 1;
  return replacement;
}
