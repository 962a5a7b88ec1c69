/** The side of the fixture that speaks 2025-11-25 and earlier: sessions, GET streams, resumable answers. */
import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';

/** How long a client waits before it asks for the rest of a stream that was closed, in milliseconds. */
const RETRY_MS = 500;
/**
 * How often an open stream says that it is there, in milliseconds. The SDK's adapter sends the head of an
 * answer with its first byte, and the Go SDK waits for the head of its GET stream: not for 15 s, please.
 */
const KEEP_ALIVE_MS = 250;

/**
 * @param {() => import('@modelcontextprotocol/server').McpServer} build  makes the server of one session
 * @returns {{ fetch: (request: Request) => Promise<Response>, size: () => number, close: () => Promise<void> }}
 */
export function legacySessions(build) {
  /** @type {Map<string, WebStandardStreamableHTTPServerTransport>} */
  const sessions = new Map();
  return {
    async fetch(request) {
      const id = request.headers.get('mcp-session-id');
      if (id !== null) return sessions.get(id)?.handleRequest(request) ?? unknownSession();
      const transport = new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        eventStore: eventStore(),
        retryInterval: RETRY_MS,
        keepAliveMs: KEEP_ALIVE_MS,
        onsessioninitialized: (id) => void sessions.set(id, transport),
        onsessionclosed: (id) => void sessions.delete(id),
      });
      await build().connect(transport);
      return transport.handleRequest(request);
    },
    size: () => sessions.size,
    async close() {
      await Promise.all([...sessions.values()].map((transport) => transport.close()));
    },
  };
}

const unknownSession = () =>
  Response.json(
    { jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } },
    { status: 404 },
  );

/**
 * Keeps the events of one session in order, so that a stream can be taken up again behind any of them.
 *
 * @returns {import('@modelcontextprotocol/server').EventStore}
 */
function eventStore() {
  /** @type {{ stream: string, message: import('@modelcontextprotocol/server').JSONRPCMessage }[]} */
  const events = [];
  const streamOf = (/** @type {string} */ eventId) => events[Number(eventId)]?.stream;
  return {
    storeEvent: async (stream, message) => String(events.push({ stream, message }) - 1),
    getStreamIdForEventId: async (eventId) => streamOf(eventId),
    async replayEventsAfter(lastEventId, { send }) {
      const stream = streamOf(lastEventId) ?? '';
      for (const [at, event] of events.entries()) {
        // The event that opens a stream is stored too, but has no message for the client.
        const isMessage = Object.keys(event.message).length > 0;
        if (at > Number(lastEventId) && event.stream === stream && isMessage) {
          await send(String(at), event.message);
        }
      }
      return stream;
    },
  };
}
