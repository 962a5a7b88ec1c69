import type { AuditWriter } from '../audit/append';
import type { Directory } from '../directory/directory';
import { messageOf } from '../errors';
import type { OpenCall } from '../observe/call';
import { currentMasker } from '../observe/current-masker';
import { logger } from '../observe/log';
import { openCall, sealCall } from '../observe/observe';
import { metrics } from '../observe/registry';
import type { AuditResult } from '../observe/sinks/audit';
import { placeClientSpans, placeServerSpans, type CallSpans } from '../observe/spans';
import type { Span } from '../observe/tracing';
import { authenticate, checkOrigin } from './authenticate';
import { chooseUpstream, nameServer } from './choose-upstream';
import type { Exchange } from './exchange';
import { forward } from './forward';
import type { Pools } from './pools';
import { readMessage, type ReadMessage } from './read-message';
import { auditRefusal, noteRefusal, Refusal, sendRefusal } from './refusal';
import { Relay } from './relay';
import type { Sessions } from './sessions';

/** Everything a call needs; put together once by lib/boot.ts. */
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
  try {
    if (services.isStopping())
      throw new Refusal('shutting_down', 'The gateway is stopping. Try again.', { 'retry-after': '1' });
    call.server = nameServer(exchange.slug, services.directory());
    checkOrigin(exchange, services.allowedHosts);
    const key = authenticate(exchange, services.directory());
    call.caller = { keyId: key.id, keyName: key.name };
    services.keyUsed(key.id);
    const upstream = chooseUpstream(exchange.slug, key, services.directory(), call);
    const read = await readBody(exchange, call, services.maxBodyBytes);
    if (!services.audit.accepts()) throw auditRefusal();
    const traced = placeClientSpans(record.spans());
    metrics().activeConnections.inc({ server: call.server });
    await new Promise<void>((done) => {
      const relay = new Relay({ call, reply: exchange.reply, seal: record.seal, done });
      const details = { exchange, call, upstream, read, traced, relay, keyId: key.id, ...services };
      const abort = forwardOrRefuse(() => forward(details), relay);
      exchange.onGone(() => {
        void relay.abandon();
        abort();
      });
    }).finally(() => metrics().activeConnections.dec({ server: call.server }));
  } catch (error) {
    await refuse(error, exchange, call, record);
  }
}

/** A Refusal that is thrown while forwarding begins must end the relay, or the call would never be over. */
function forwardOrRefuse(start: () => () => void, relay: Relay): () => void {
  try {
    return start();
  } catch (error) {
    void relay.fail(asRefusal(error));
    return () => undefined;
  }
}

/** POST brings a message; GET opens a stream, DELETE ends a session; MCP knows no other method. */
async function readBody(exchange: Exchange, call: OpenCall, maxBytes: number): Promise<ReadMessage | null> {
  if (exchange.method === 'POST') return readMessage(exchange, call, maxBytes);
  if (exchange.method === 'GET' || exchange.method === 'DELETE') {
    call.protocolVersion = exchange.header('mcp-protocol-version') ?? null;
    return null;
  }
  throw new Refusal('method_not_allowed', 'Use POST, GET or DELETE.', { allow: 'POST, GET, DELETE' });
}

/** The gateway's own answer to a call that went no further. */
async function refuse(error: unknown, exchange: Exchange, call: OpenCall, record: CallLife): Promise<void> {
  const refusal = asRefusal(error);
  noteRefusal(call, refusal);
  call.httpStatus = refusal.kind.status;
  const stored = await record.seal();
  sendRefusal(exchange.reply, stored === 'lost' ? auditRefusal() : refusal, call.message?.idText ?? null);
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  logger().error({ error: messageOf(error) }, 'a call failed inside the gateway');
  return new Refusal('internal', 'Internal error. The log has the details under this request id.');
}

/** The life of one record: its spans are placed once, it is sealed once, whoever asks. */
class CallLife {
  private placed: CallSpans | undefined;
  private sealed: Promise<AuditResult> | undefined;

  constructor(
    private readonly call: OpenCall,
    private readonly exchange: Exchange,
    private readonly services: GatewayServices,
    private readonly ambient: Span | undefined,
  ) {}

  spans(): CallSpans {
    const headers = {
      traceparent: this.exchange.header('traceparent'),
      tracestate: this.exchange.header('tracestate'),
    };
    return (this.placed ??= placeServerSpans(this.call, headers, this.ambient));
  }

  readonly seal = (): Promise<AuditResult> =>
    (this.sealed ??= sealCall(this.call, this.spans(), {
      masker: currentMasker(),
      audit: this.services.audit,
      instanceId: this.services.instanceId,
    }));
}
