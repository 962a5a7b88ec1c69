import type { Directory } from '../directory/directory';
import { messageOf } from '../errors';
import { logger } from '../log/log';
import { isPlumbing, type OpenCall } from '../record/call';
import { Failure, noteFailure } from '../record/failure';
import { countConnection } from '../record/open-connections';
import { openCall } from '../record/seal';
import type { AuditResult, Sinks } from '../record/sinks';
import type { Span } from '../traces/context';
import { placeClientSpans, type CallSpans } from '../traces/place';
import type { Upstreams } from '../upstreams/port';
import { auditFailure, sendFailure } from './answer-failure';
import { authenticate, checkOrigin, refuseAmbiguous } from './authenticate';
import { CallLife } from './call-life';
import { chooseUpstream, nameServer } from './choose-upstream';
import type { ClientAddress, Exchange } from './lanes/exchange';
import { forward, isOpenEnded, type ForwardOptions } from './forward';
import type { Lane, Limits, Place } from './limits';
import { readMessage } from './message/read';
import { placeOf, type ParkedCalls } from './parked-calls';
import { refuseMetadata } from './probe';
import { readRefused, type Strangers } from './read-refused';
import type { Refusals } from './refusals';
import { Relay } from './relay';
import type { RunningCalls } from './running-calls';
import type { Sessions } from './sessions';

/** Everything a call needs; put together once by lib/boot/start.ts. */
export interface GatewayServices {
  directory: () => Directory;
  /** where sealed records go */
  sinks: Sinks<CallSpans>;
  /** whether the audit log would take a call now. @param willBeAudited whether it leaves a row also when it succeeds */
  admits: (willBeAudited: boolean) => boolean;
  upstreams: Upstreams;
  sessions: Sessions;
  instanceId: string;
  maxBodyBytes: number;
  allowedHosts: ReadonlySet<string> | 'any';
  /** web pages that may call, beside the gateway's own */
  allowedOrigins: () => readonly string[];
  clientAddress: ClientAddress;
  /** a key was used; its last-used time is written later, off the path */
  keyUsed: (keyId: string) => void;
  /** calls that wait for their answer, and calls whose answer may come on another stream */
  running: RunningCalls;
  parked: ParkedCalls;
  strangers: Strangers;
  toolsListed: ForwardOptions['toolsListed'];
  limits: Limits;
  refusals: Refusals;
  isStopping: () => boolean;
  /** a call is over */
  left: (exchange: Exchange) => void;
}

/**
 * THE PATH OF ONE CALL. From top to bottom: the record opens before anything else looks at the request,
 * so that refusals are on record too; then each stage adds to it or throws a Failure; the relay lets the
 * answer through and seals the record before its last byte leaves.
 *
 * Resolves when the call is over and on record. Never rejects.
 *
 * @param ambient the HTTP span that runs already (route lane), if any
 */
export async function handleCall(
  exchange: Exchange,
  services: GatewayServices,
  ambient?: Span,
): Promise<void> {
  const call = openCall({
    requestId: exchange.requestId,
    httpMethod: exchange.method,
    clientAddress: exchange.clientAddress,
  });
  const life = new CallLife(call, exchange, services, ambient);
  let connected = false;
  let place: Place | undefined;
  let isKnown = false;
  let isRead = false;
  try {
    if (services.isStopping())
      throw new Failure('shutting_down', 'The gateway is stopping. Try again.', { 'retry-after': '1' });
    call.server = nameServer(exchange.slug, services.directory());
    refuseAmbiguous(exchange);
    refuseMetadata(exchange);
    checkOrigin(exchange, services.allowedHosts, services.allowedOrigins());
    const key = authenticate(exchange, services.directory(), call);
    isKnown = true;
    services.keyUsed(key.id);
    const server = chooseUpstream(exchange.slug, key, services.directory(), call);
    call.upstream = services.upstreams.placeOf(server);
    place = services.limits.place(key.id, server.id);
    call.protocolVersion = exchange.header('mcp-protocol-version') ?? null;
    isRead = hasMessage(exchange);
    const read = isRead
      ? readMessage(await exchange.readBody(services.maxBodyBytes, place.room), exchange, call)
      : null;
    place.enter(laneOf(exchange, call));
    if (!services.admits(!isPlumbing(call.message))) throw auditFailure();
    const traced = placeClientSpans(life.spans());
    countConnection(call.server, 1);
    connected = true;
    await new Promise<void>((done) => {
      const { upstreams, sessions, toolsListed } = services;
      const keyId = key.id;
      const details = { exchange, call, server, read, traced, keyId, upstreams, sessions, toolsListed };
      relayCall(details, life, services, { place, over: done });
    });
  } catch (error) {
    const beyond = isKnown ? undefined : services.refusals.beyondRate(call);
    if (!isRead && !beyond) await readRefused(exchange, call, isKnown, services.strangers);
    if (beyond) sendFailure(exchange.reply, beyond, call.message?.idText ?? null);
    else await refuse(error, exchange, call, life);
  } finally {
    if (connected) countConnection(call.server, -1);
    place?.leave();
    services.left(exchange);
  }
}

/** Forwards the call and lets its answer through; its client may leave or take it back meanwhile. */
function relayCall(
  details: Omit<ForwardOptions, 'relay'>,
  life: CallLife,
  services: GatewayServices,
  { place, over }: { place: Place | undefined; over: () => void },
): void {
  const { exchange, call } = details;
  const { parked, running } = services;
  const { seal } = life;
  const resumed = resumedBy(details, parked);
  const relay = new Relay({
    call,
    reply: exchange.reply,
    seal,
    park: (otherwise) => parked.park({ call, seal }, otherwise),
    ...(resumed ? { resumed: resumed.take } : {}),
    done() {
      leave();
      resumed?.end();
      over();
    },
  });
  const leave = running.add({
    call,
    cancel() {
      relay.cancel();
      abort();
    },
  });
  const abort = forwardOrFail({ ...details, relay }, relay);
  // The cancellation itself is on its way to the upstream by now.
  if (typeof call.message?.cancels === 'string') running.cancel(call);
  place?.whenOverdue((failure) => {
    relay.fail(failure);
    abort();
  });
  exchange.onGone(() => {
    relay.abandon();
    abort();
  });
}

/** What a GET with Last-Event-ID may bring: the answers of calls of its session whose streams have ended. */
function resumedBy(
  { exchange, server, keyId, sessions }: Omit<ForwardOptions, 'relay'>,
  parked: ParkedCalls,
) {
  const session = exchange.header('mcp-session-id');
  if (exchange.method !== 'GET' || session === undefined || exchange.header('last-event-id') === undefined) {
    return undefined;
  }
  const place = placeOf(keyId, server.id, sessions.open(session, server.id, keyId).id);
  return { take: (idText: string) => parked.take(place, idText), end: parked.resume(place) };
}

/** A failure that is thrown while forwarding begins must end the relay, or the call would never be over. */
function forwardOrFail(details: ForwardOptions, relay: Relay): () => void {
  try {
    return forward(details);
  } catch (error) {
    relay.fail(asFailure(error));
    return () => undefined;
  }
}

function laneOf(exchange: Exchange, call: OpenCall): Lane {
  if (isOpenEnded(exchange, call)) return 'streams';
  return call.message?.kind === 'request' ? 'calls' : 'messages';
}

/** POST brings a message; GET opens a stream, DELETE ends a session; MCP knows no other method. */
function hasMessage(exchange: Exchange): boolean {
  if (exchange.method === 'POST') return true;
  if (exchange.method === 'GET' || exchange.method === 'DELETE') return false;
  throw new Failure('method_not_allowed', 'Use POST, GET or DELETE.', { allow: 'POST, GET, DELETE' });
}

/** The gateway's own answer to a call that went no further. */
async function refuse(error: unknown, exchange: Exchange, call: OpenCall, life: CallLife): Promise<void> {
  const failure = asFailure(error);
  noteFailure(call, failure);
  // Of a body that was too much, or is not to be read, no more is known than what it says of itself.
  call.requestBytes ||= Number(exchange.header('content-length') ?? 0) || 0;
  call.httpStatus = failure.kind.status;
  const stored = await new Promise<AuditResult>(life.seal);
  sendFailure(exchange.reply, stored === 'lost' ? auditFailure() : failure, call.message?.idText ?? null);
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  logger().error({ error: messageOf(error) }, 'a call failed inside the gateway');
  return new Failure('internal', 'Internal error. The log has the details under this request id.');
}
