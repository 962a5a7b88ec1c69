import { isUtf8 } from 'node:buffer';
import { isNotification, type Message, type OpenCall } from '../../record/call';
import type { Exchange } from '../lanes/exchange';
import { Failure } from '../../record/failure';
import { JsonScanner, textOf, watch } from '../../json/scan';
import { payloadOf } from '../../record/payload';

export const META = 'params\n_meta';
const PREFIX = 'io.modelcontextprotocol/';

/** Where the members of params._meta that the gateway reads stand. Put together once: they are looked up for every call. */
export const META_AT = {
  traceparent: `${META}\ntraceparent`,
  tracestate: `${META}\ntracestate`,
  protocolVersion: `${META}\n${PREFIX}protocolVersion`,
  clientInfo: `${META}\n${PREFIX}clientInfo`,
  clientName: `${META}\n${PREFIX}clientInfo\nname`,
  clientVersion: `${META}\n${PREFIX}clientInfo\nversion`,
};

const WATCHED = watch([
  'jsonrpc',
  'id',
  'method',
  'result',
  'error',
  'params',
  'params\nname',
  'params\nuri',
  'params\ntaskId',
  'params\narguments',
  'params\nrequestId',
  'params\nrequestState',
  'params\nprotocolVersion',
  'params\nclientInfo',
  'params\nclientInfo\nname',
  'params\nclientInfo\nversion',
  META,
  ...Object.values(META_AT),
]);

/** The body as it came, what it says, and where its parts stand. */
export interface ReadMessage {
  body: Buffer;
  /** the body as text of one character per byte */
  latin: string;
  message: Message;
  places: JsonScanner;
}

/**
 * Reads the parts of the POSTed body that the gateway needs. The depth is bounded before anything follows
 * it; a name that stands twice is refused, because the bytes go on unchanged and the upstream might read
 * the other one. What can be read is on record before anything is refused.
 * Throws Failure: invalid_json, invalid_request, header_mismatch.
 */
export function readMessage(body: Buffer, exchange: Exchange, call: OpenCall): ReadMessage {
  call.requestBytes = body.length;
  const places = new JsonScanner(WATCHED);
  const latin = body.toString('latin1');
  places.write(body, latin);
  if (places.tooDeep) throw new Failure('invalid_request', 'The message nests deeper than 64 levels.');
  if (places.tooMany()) {
    throw new Failure(
      'invalid_request',
      'The message has more than 50,000 members or 500,000 elements. Send it in parts.',
    );
  }
  // Two readers could make different texts of it, and a record would show a third.
  if (!isUtf8(body)) throw new Failure('invalid_json', 'The request body is not valid UTF-8.');
  // Whether it is JSON does not hang on what the bytes above 127 mean.
  assertJson(latin);
  if (places.root === '[') {
    throw new Failure(
      'invalid_request',
      'Batches are not part of MCP any more: send one message per request.',
    );
  }
  if (places.root !== '{') throw new Failure('invalid_request', 'A JSON-RPC message is an object.');
  const message = describe(places, body, latin);
  call.message = message;
  call.protocolVersion = message.protocolVersion ?? call.protocolVersion;
  assertRequest(places, message);
  assertHeadersAgree(exchange, places, message);
  return { body, latin, message, places };
}

/** What must not go on, though it is JSON. */
function assertRequest(places: JsonScanner, message: Message): void {
  if (places.tooDeep) throw new Failure('invalid_request', 'The message nests deeper than 64 levels.');
  if (places.duplicate !== null) {
    const name = JSON.stringify(places.duplicate.replaceAll('\n', '.'));
    throw new Failure('invalid_request', `The member ${name} stands twice in the message.`);
  }
  if (message.method === null && !isAnswer(places)) {
    throw new Failure('invalid_request', 'The message has neither a method nor a result or error.');
  }
  if (places.members.has('id') && message.idText === null) {
    throw new Failure('invalid_request', 'The id must be a string or a number.');
  }
  if (places.members.has('method') && message.method === null) {
    throw new Failure('invalid_request', 'The method must be a string.');
  }
  // Without an id nothing answers it, but a lax upstream would run it all the same.
  if (message.kind === 'notification' && !isNotification(message.method)) {
    throw new Failure('invalid_request', 'Only a notification ("notifications/…") comes without an id.');
  }
  if (message.method === 'tools/call' && message.tool === null && places.members.has('params\nname')) {
    throw new Failure('invalid_request', 'The name of a tool must be a string of at most 4,096 bytes.');
  }
}

const isAnswer = (places: JsonScanner) => places.members.has('result') || places.members.has('error');

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault, which may be a secret.
    throw new Failure('invalid_json', 'The request body is not valid JSON.');
  }
}

function describe(places: JsonScanner, body: Buffer, latin: string): Message {
  const idText = places.scalar('id');
  const method = places.string('method');
  const isTool = method === 'tools/call';
  const payload = places.members.get(isTool ? 'params\narguments' : 'params');
  return {
    kind: isAnswer(places) && method === null ? 'response' : idText === null ? 'notification' : 'request',
    method,
    idText,
    tool: isTool ? places.string('params\nname') : null,
    payload: payload ? payloadOf(textOf(body, latin, payload.start, payload.end), places.tooDeep) : null,
    cancels: method === 'notifications/cancelled' ? places.scalar('params\nrequestId') : null,
    stateBrought: stringAt(places, 'params\nrequestState', body),
    traceparent: places.string(META_AT.traceparent),
    tracestate: places.string(META_AT.tracestate),
    protocolVersion: places.string(META_AT.protocolVersion) ?? places.string('params\nprotocolVersion'),
    clientName: places.string(META_AT.clientName) ?? places.string('params\nclientInfo\nname'),
    clientVersion: places.string(META_AT.clientVersion) ?? places.string('params\nclientInfo\nversion'),
  };
}

/** The value of a watched string of any length. */
function stringAt(places: JsonScanner, path: string, body: Buffer): string | null {
  const member = places.members.get(path);
  if (!member) return null;
  const value: unknown = JSON.parse(body.toString('utf8', member.start, member.end));
  return typeof value === 'string' ? value : null;
}

/**
 * MCP 2026-07-28 repeats method and name in headers. What decides is the body; a header that says
 * something else is refused, so that nothing in front of or behind the gateway can be told another story.
 */
function assertHeadersAgree(exchange: Exchange, places: JsonScanner, message: Message): void {
  const named = namedBy(message.method);
  const pairs = [
    ['Mcp-Method', exchange.header('mcp-method'), message.method],
    ['Mcp-Name', exchange.header('mcp-name'), named && places.string(`params\n${named}`)],
  ] as const;
  for (const [header, said, body] of pairs) {
    if (said !== undefined && body !== undefined && decodeHeader(said) !== body) {
      throw new Failure('header_mismatch', `The header ${header} does not agree with the message.`);
    }
  }
  const version = places.string(META_AT.protocolVersion);
  const versionHeader = exchange.header('mcp-protocol-version');
  if (version !== null && versionHeader !== undefined && versionHeader !== version) {
    throw new Failure('header_mismatch', 'The header MCP-Protocol-Version does not agree with the message.');
  }
}

/**
 * The member of params that Mcp-Name repeats. Undefined for methods of which the specification does not say
 * it: an extension may name them by what it likes, and the upstream knows by what.
 */
function namedBy(method: string | null): 'name' | 'uri' | 'taskId' | undefined {
  if (method === 'tools/call' || method === 'prompts/get') return 'name';
  if (method === 'resources/read') return 'uri';
  return method?.startsWith('tasks/') ? 'taskId' : undefined;
}

/** Values that a header cannot carry come as =?base64?…?= (MCP 2026-07-28, HTTP headers). */
function decodeHeader(value: string): string {
  const encoded = /^=\?base64\?([A-Za-z0-9+/_=-]*)\?=$/.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}
