import { randomBytes } from 'node:crypto';
import { environment } from './environment';

const UPSTREAM = 'everything';

/** A call through the gateway, with a trace of its own by which the log finds it. */
export interface MadeCall {
  status: number;
  traceId: string;
}

interface Options {
  tool?: string;
  arguments?: Record<string, unknown>;
  key?: string;
  /** the trace to join; left out, a new one */
  traceId?: string;
}

/** Opens an MCP session on /mcp/everything, calls one tool and reads the whole answer. */
export async function callTool(options: Options = {}): Promise<MadeCall> {
  const traceId = options.traceId ?? randomBytes(16).toString('hex');
  const key = options.key ?? environment.apiKey;
  const opened = await post({ message: INITIALIZE, key, traceId });
  const session = opened.headers.get('mcp-session-id');
  if (!opened.ok) return { status: opened.status, traceId };
  const shared = { key, traceId, session };
  await post({ message: { jsonrpc: '2.0', method: 'notifications/initialized' }, ...shared });
  const params = { name: options.tool ?? 'echo', arguments: options.arguments ?? { message: 'hello' } };
  const answer = await post({ message: { jsonrpc: '2.0', id: 2, method: 'tools/call', params }, ...shared });
  return { status: answer.status, traceId };
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'sightline-e2e', version: '1.0.0' },
  },
};

async function post(options: { message: unknown; key: string; traceId: string; session?: string | null }) {
  const answer = await fetch(`${environment.baseUrl}/mcp/${UPSTREAM}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${options.key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      traceparent: `00-${options.traceId}-${randomBytes(8).toString('hex')}-01`,
      ...(options.session ? { 'mcp-session-id': options.session, 'mcp-protocol-version': '2025-11-25' } : {}),
    },
    body: JSON.stringify(options.message),
  });
  await answer.text();
  return answer;
}
