import type { AuditWriter } from '../audit/writer';
import type { Directory } from '../directory/directory';
import { messageOf } from '../errors';
import { isPlumbing, type OpenCall } from '../record/call';
import { logger } from '../log/log';
import { openCall } from '../record/seal';
import { countConnection } from '../record/open-connections';
import type { AuditResult } from '../record/audit-result';
import { placeClientSpans } from '../traces/place';
import type { Span } from '../traces/start';
import { authenticate, checkOrigin } from './authenticate';
import { CallLife } from './call-life';
import { chooseUpstream, nameServer } from './choose-upstream';
import { BodyTooLarge, ClientGone, type Exchange } from './exchange';
import { forward, type ForwardOptions } from './forward';
import type { Pools } from '../upstreams/http/pools';
import { readMessage } from './message/read';
import { auditRefusal, noteRefusal, Refusal, sendRefusal } from './refusal';
import { Relay } from './relay';
import type { Sessions } from './sessions';

/** Everything a call needs; put together once by lib/boot/boot.ts. */
export interface GatewayServices {
  directory: () => Directory;
  audit: AuditWriter;
  pools: Pools;
  sessions: Sessions;
  instanceId: string;
  maxBodyBytes: number;
  allowedHosts: ReadonlySet<string> | 'any';
  /** a key was used; its last-used time is written later, off the path */
  keyUsed: (keyId: string) => void;
  isStopping: () => boolean;
  /** a call is over */
  left: (exchange: Exchange) => void;
}

/**
 * THE PATH OF ONE CALL. From top to bottom: the record opens before anything else looks at the request,
 * so that refusals are on record too; then each stage adds to it or throws a Refusal; the relay lets the
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
  const record = new CallLife(call, exchange, services, ambient);
  let connected = false;
  try {
    if (services.isStopping())
      throw new Refusal('shutting_down', 'The gateway is stopping. Try again.', { 'retry-after': '1' });
    call.server = nameServer(exchange.slug, services.directory());
    checkOrigin(exchange, services.allowedHosts);
    const key = authenticate(exchange, services.directory());
    call.caller = { keyId: key.id, keyName: key.name };
    services.keyUsed(key.id);
    const upstream = chooseUpstream(exchange.slug, key, services.directory(), call);
    call.protocolVersion = exchange.header('mcp-protocol-version') ?? null;
    const read = hasMessage(exchange)
      ? readMessage(await exchange.readBody(services.maxBodyBytes), exchange, call)
      : null;
    if (!services.audit.admits(!isPlumbing(call.message))) throw auditRefusal();
    const traced = placeClientSpans(record.spans());
    countConnection(call.server, 1);
    connected = true;
    await new Promise<void>((done) => {
      const relay = new Relay({ call, reply: exchange.reply, seal: record.seal, done });
      const { pools, sessions } = services;
      const details = { exchange, call, upstream, read, traced, relay, keyId: key.id, pools, sessions };
      const abort = forwardOrRefuse(details, relay);
      exchange.onGone(() => {
        relay.abandon();
        abort();
      });
    });
  } catch (error) {
    await refuse(error, exchange, call, record);
  } finally {
    if (connected) countConnection(call.server, -1);
    services.left(exchange);
  }
}

/** A Refusal that is thrown while forwarding begins must end the relay, or the call would never be over. */
function forwardOrRefuse(details: ForwardOptions, relay: Relay): () => void {
  try {
    return forward(details);
  } catch (error) {
    relay.fail(asRefusal(error));
    return () => undefined;
  }
}

/** POST brings a message; GET opens a stream, DELETE ends a session; MCP knows no other method. */
function hasMessage(exchange: Exchange): boolean {
  if (exchange.method === 'POST') return true;
  if (exchange.method === 'GET' || exchange.method === 'DELETE') return false;
  throw new Refusal('method_not_allowed', 'Use POST, GET or DELETE.', { allow: 'POST, GET, DELETE' });
}

/** The gateway's own answer to a call that went no further. */
async function refuse(error: unknown, exchange: Exchange, call: OpenCall, record: CallLife): Promise<void> {
  const refusal = asRefusal(error);
  noteRefusal(call, refusal);
  call.httpStatus = refusal.kind.status;
  const stored = await new Promise<AuditResult>(record.seal);
  sendRefusal(exchange.reply, stored === 'lost' ? auditRefusal() : refusal, call.message?.idText ?? null);
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof BodyTooLarge) return new Refusal('request_too_large', error.message);
  if (error instanceof ClientGone) return new Refusal('client_gone', error.message);
  logger().error({ error: messageOf(error) }, 'a call failed inside the gateway');
  return new Refusal('internal', 'Internal error. The log has the details under this request id.');
}
