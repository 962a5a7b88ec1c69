import { programName } from '../../directory/directory';
import { Failure } from '../../record/failure';
import type { ServerOf, UpstreamKind } from '../kinds';
import type { Answer, UpstreamMessage } from '../port';
import { LIMITS, type Limits } from './limits';
import { Processes, type Seat } from './processes';
import { createWatchdog } from './watchdog';

export interface StdioOptions {
  /** until the answer, or the next sign of life, in milliseconds */
  timeoutMs: number;
  /** what every command gets of the gateway's environment */
  inherited: Readonly<Record<string, string>>;
  limits?: Limits;
}

/**
 * Servers that are started as a command and speak over their standard input and output. To the gateway they look
 * like servers behind streamable HTTP: answers as JSON or event stream, sessions with an id, a stream for GET.
 */
export function createStdioUpstream({
  timeoutMs,
  inherited,
  limits = LIMITS,
}: StdioOptions): UpstreamKind<'stdio'> {
  const watchdog = createWatchdog(inherited);
  const processes = new Processes({ inherited, watchdog, timeoutMs, limits });
  return {
    placeOf: (target) => ({
      transport: 'pipe',
      hostname: null,
      port: null,
      shown: `stdio:${programName(target.command)}`,
    }),
    send(server, message, answer) {
      try {
        if (message.httpMethod === 'GET') return listen(processes, server, message, answer);
        if (message.httpMethod === 'DELETE') return leave(processes, server, message, answer);
        return post(processes, server, message, answer);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        answer.fail(error);
        return nothing;
      }
    },
    prune: (present) => processes.prune(present),
    async close() {
      await processes.close();
      watchdog.close();
    },
  };
}

const nothing = () => undefined;

function post(
  processes: Processes,
  server: ServerOf<'stdio'>,
  message: UpstreamMessage,
  answer: Answer,
): () => void {
  const { sessionId, keyId } = message;
  const isRequest = message.message?.kind === 'request';
  const opens = sessionId === null && isRequest && message.message?.method === 'initialize';
  const seat = opens
    ? processes.open(server, keyId)
    : sessionId === null
      ? processes.withoutSession(server, keyId)
      : processes.find(sessionId, server, keyId);
  const { conversation, guest } = used(seat);
  if (isRequest) {
    return conversation.request(guest, message, answer, opens && guest.id ? { [SESSION]: guest.id } : {});
  }
  const failure = conversation.tell(guest, message);
  if (failure) throw failure;
  empty(answer, 202);
  return nothing;
}

/** The stream of a session, for what belongs to no request. */
function listen(
  processes: Processes,
  server: ServerOf<'stdio'>,
  { sessionId, keyId }: UpstreamMessage,
  answer: Answer,
): () => void {
  if (sessionId === null) return notAllowed(answer);
  return used(processes.find(sessionId, server, keyId)).guest.open(answer);
}

function leave(
  processes: Processes,
  server: ServerOf<'stdio'>,
  { sessionId, keyId }: UpstreamMessage,
  answer: Answer,
): () => void {
  if (sessionId === null) return notAllowed(answer);
  processes.leave(processes.find(sessionId, server, keyId));
  empty(answer, 200);
  return nothing;
}

const SESSION = 'mcp-session-id';

function used(seat: Seat): Seat {
  seat.guest.lastUsedMs = performance.now();
  return seat;
}

/** Without a session there is no stream to open and nothing to end. */
function notAllowed(answer: Answer): () => void {
  empty(answer, 405, { allow: 'POST' });
  return nothing;
}

function empty(answer: Answer, status: number, headers: Record<string, string> = {}): void {
  answer.head(status, headers, { pause: nothing, resume: nothing, abort: nothing });
  answer.end();
}
