import { JsonScanner, watch } from '../../json/scan';

/**
 * JSON-RPC messages as text: what the way of one hangs on is read from it, and what has to change is cut out and put
 * in at its place. Nothing is parsed and written anew, so integers beyond 2^53 and unknown members stay as they are.
 */

export const ID = 'id';
export const PROGRESS_TOKEN = 'params\n_meta\nprogressToken';
const REPORTED_TOKEN = 'params\nprogressToken';
export const CANCELLED_ID = 'params\nrequestId';
const SUBSCRIPTION = 'params\n_meta\nio.modelcontextprotocol/subscriptionId';

const WATCHED = watch([
  ID,
  'method',
  'result',
  'error',
  'error\ncode',
  PROGRESS_TOKEN,
  REPORTED_TOKEN,
  CANCELLED_ID,
  SUBSCRIPTION,
]);

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;

/** One message of a server. */
export interface ServerMessage {
  kind: 'answer' | 'request' | 'notification';
  text: Buffer;
  places: JsonScanner;
  method: string | null;
}

/** Finds the places of a message that the gateway may have to look at or to change. */
export function placesOf(text: Buffer): JsonScanner {
  const places = new JsonScanner(WATCHED);
  places.write(text);
  return places;
}

/** What a line of a server says; null when it is no JSON-RPC message. */
export function readServerMessage(line: Buffer): ServerMessage | null {
  const places = placesOf(line);
  if (places.root !== '{' || places.tooDeep) return null;
  const method = places.string('method');
  const hasId = places.members.has(ID);
  const message = { text: oneLine(line), places, method };
  if (method !== null) return { ...message, kind: hasId ? 'request' : 'notification' };
  const answers = places.members.has('result') || places.members.has('error');
  return answers && hasId ? { ...message, kind: 'answer' } : null;
}

/** The token of a progress notification or the subscription that a notification belongs to, where it names one. */
export function belongsTo({ places, method }: ServerMessage): { path: string; key: string } | null {
  const path = method === 'notifications/progress' ? REPORTED_TOKEN : SUBSCRIPTION;
  const text = places.scalar(path);
  return text === null ? null : { path, key: keyOf(text) };
}

/** An id or token as a key: 1 and 1.0 are one id, 1 and "1" are two. */
export function keyOf(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The message with the value at a place replaced; unchanged when there is none. */
export function withValue(text: Buffer, places: JsonScanner, path: string, value: string): Buffer {
  return withValues(text, places, [[path, value]]);
}

/** The message with several values replaced. */
export function withValues(
  text: Buffer,
  places: JsonScanner,
  values: readonly (readonly [path: string, value: string])[],
): Buffer {
  const cuts = values
    .flatMap(([path, value]) => {
      const place = places.members.get(path);
      return place ? [{ ...place, value }] : [];
    })
    .sort((a, b) => a.start - b.start);
  const pieces: Buffer[] = [];
  let copied = 0;
  for (const { start, end, value } of cuts) {
    pieces.push(text.subarray(copied, start), Buffer.from(value));
    copied = end;
  }
  return pieces.length === 0 ? text : Buffer.concat([...pieces, text.subarray(copied)]);
}

/**
 * The message on one line. In JSON a line feed or carriage return stands between tokens only, where a blank says the
 * same.
 */
export function oneLine(text: Buffer): Buffer {
  if (!text.includes(NEWLINE) && !text.includes(RETURN)) return text;
  return Buffer.from(text.map((byte) => (byte === NEWLINE || byte === RETURN ? SPACE : byte)));
}

/** Pieces as one; nothing is copied when there is only one. */
export function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  return pieces.length === 1 && first ? first : Buffer.concat(pieces);
}

/** What the gateway tells a server of itself: that nobody waits for an answer any more. @param idText as the server knows it */
export const cancelledMessage = (idText: string): Buffer =>
  Buffer.from(
    `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${idText},"reason":"Nobody waits for the answer any more."}}`,
  );

/** What the gateway answers a server that asks when there is nobody who could be asked. @param idText the server's */
export const nobodyToAsk = (idText: string): Buffer =>
  Buffer.from(
    `{"jsonrpc":"2.0","id":${idText},"error":{"code":-32601,"message":"There is no client here that could be asked."}}`,
  );

/** What the gateway answers an agent whose question a legacy server died of. @param idText the agent's */
export const methodNotFound = (idText: string): Buffer =>
  Buffer.from(
    `{"jsonrpc":"2.0","id":${idText},"error":{"code":-32601,"message":"The server ended at this request: it begins with initialize."}}`,
  );
