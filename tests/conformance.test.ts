/**
 * The short form of npm run conformance and npm run clients: clients of the official SDKs do the same at the
 * conformance fixture directly and through the gateway, and must not be able to tell the difference.
 */
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture } from '../scripts/conformance/fixture.mjs';
import { startGatewayBefore } from '../scripts/support/gateway-before.mjs';

let fixture: Awaited<ReturnType<typeof startFixture>>;
let gateway: Awaited<ReturnType<typeof startGatewayBefore>>;

beforeAll(async () => {
  fixture = await startFixture();
  gateway = await startGatewayBefore({ fixture: fixture.url });
});

afterAll(async () => {
  await gateway?.stop();
  await fixture?.stop();
});

/** Both ways to the fixture; directly the key means nothing. */
const ways = () => [fixture.url, gateway.urlOf('fixture')] as const;
const authorization = () => ({ authorization: `Bearer ${gateway.key}` });

const sampled = {
  role: 'assistant' as const,
  content: { type: 'text' as const, text: 'Paris' },
  model: 'a model',
};
const entered = {
  action: 'accept' as const,
  content: { name: 'Ada', username: 'ada', email: 'ada@example.com' },
};
const declared = { sampling: {}, elicitation: {}, roots: {} };
/** For both eras: answers, kinds of content, progress, a tool's own error, an error of the protocol. */
const TOOLS = [
  'test_simple_text',
  'test_multiple_content_types',
  'test_audio_content',
  'test_tool_with_progress',
  'test_error_handling',
  'no_such_tool',
];
const RESOURCES = ['test://static-text', 'test://static-binary', 'test://template/7/data', 'test://nothing'];

interface Session {
  /** what a client asks for, by the name under which the answer is noted */
  steps: [name: string, step: () => Promise<unknown>][];
  /** what came unasked: progress and log messages, in order */
  heard: unknown[];
  close: () => Promise<void>;
}

/** Everything that a client sees of a session. A failure is part of it; a session without any answer is none. */
async function transcript({ steps, heard, close }: Session): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const [name, step] of steps) {
    const answer = await step().catch((error: Error & { code?: unknown; data?: unknown }) => ({
      failed: error.message,
      code: error.code,
      data: error.data,
    }));
    seen.push({ name, answer, heard: heard.splice(0) });
  }
  await close();
  return seen;
}

/** A session of SDK 2.x. */
async function sessionV2(url: string, mode: 'legacy' | 'auto', tools: string[]): Promise<Session> {
  const client = new ClientV2(
    { name: 'client-two', version: '2' },
    { capabilities: declared, versionNegotiation: { mode } },
  );
  const heard: unknown[] = [];
  client.setRequestHandler('sampling/createMessage', () => sampled);
  client.setRequestHandler('elicitation/create', () => entered);
  client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///somewhere' }] }));
  client.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params));
  const transport = new TransportV2(new URL(url), { requestInit: { headers: authorization() } });
  await client.connect(transport);
  const onprogress = (progress: unknown) => void heard.push(progress);
  return {
    heard,
    steps: [
      ['server', async () => [client.getServerVersion(), client.getServerCapabilities()]],
      ['tools', () => client.listTools()],
      ['resources', () => client.listResources()],
      ['prompts', () => client.listPrompts()],
      ...[...TOOLS, ...tools].map((name): Session['steps'][number] => [
        name,
        () => client.callTool({ name, arguments: { prompt: 'Who?', message: 'Who?' } }, { onprogress }),
      ]),
      ...RESOURCES.map((uri): Session['steps'][number] => [uri, () => client.readResource({ uri })]),
      [
        'prompt',
        () =>
          client.getPrompt({ name: 'test_prompt_with_arguments', arguments: { arg1: 'hé', arg2: 'world' } }),
      ],
      [
        'completion',
        () =>
          client.complete({
            ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
            argument: { name: 'arg1', value: 'par' },
          }),
      ],
    ],
    async close() {
      if (transport.sessionId !== undefined) await transport.terminateSession();
      await client.close();
    },
  };
}

/** A session of SDK 1.x. */
async function sessionV1(url: string): Promise<Session> {
  const client = new ClientV1({ name: 'client-one', version: '1' }, { capabilities: declared });
  const heard: unknown[] = [];
  client.setRequestHandler(CreateMessageRequestSchema, () => sampled);
  client.setRequestHandler(ElicitRequestSchema, () => entered);
  const transport = new TransportV1(new URL(url), { requestInit: { headers: authorization() } });
  // The SDK's own types do not agree with each other about undefined.
  await client.connect(transport as unknown as Parameters<typeof client.connect>[0]);
  const onprogress = (progress: unknown) => void heard.push(progress);
  return {
    heard,
    steps: [
      ['server', async () => [client.getServerVersion(), client.getServerCapabilities()]],
      ['ping', () => client.ping()],
      ['tools', () => client.listTools()],
      ...[...TOOLS, 'test_sampling', 'test_elicitation'].map((name): Session['steps'][number] => [
        name,
        () =>
          client.callTool({ name, arguments: { prompt: 'Who?', message: 'Who?' } }, undefined, {
            onprogress,
          }),
      ]),
      ...RESOURCES.map((uri): Session['steps'][number] => [uri, () => client.readResource({ uri })]),
      ['level', () => client.setLoggingLevel('info')],
      ['subscribe', () => client.subscribeResource({ uri: 'test://watched-resource' })],
    ],
    async close() {
      await transport.terminateSession();
      await client.close();
    },
  };
}

describe('a client cannot tell the gateway from the server', () => {
  it.each([
    [
      'SDK 2.x, legacy',
      (url: string) =>
        sessionV2(url, 'legacy', [
          'test_sampling',
          'test_elicitation',
          'test_elicitation_sep1330_enums',
          'test_tool_with_logging',
        ]),
      {
        test_sampling: 'Paris',
        test_elicitation: 'ada@example.com',
        test_tool_with_logging: 'Tool processing',
      },
    ],
    [
      'SDK 2.x, modern',
      (url: string) =>
        sessionV2(url, 'auto', [
          'test_input_required_result_elicitation',
          'test_input_required_result_multiple_inputs',
          'test_input_required_result_request_state',
        ]),
      {
        test_input_required_result_elicitation: 'Hello, Ada!',
        test_input_required_result_multiple_inputs: 'file:///somewhere',
        test_input_required_result_request_state: 'state-ok',
      },
    ],
    ['SDK 1.x', sessionV1, { test_sampling: 'Paris', test_elicitation: 'ada@example.com' }],
  ])('%s', async (_client, open, wanted: Record<string, string>) => {
    const [direct, through] = ways();
    const expected = await transcript(await open(direct));
    // Two equal failures would say nothing.
    const said = new Map(expected.map((step) => [(step as { name: string }).name, JSON.stringify(step)]));
    expect(said.get('test_tool_with_progress')).toContain('"progress":100');
    for (const [step, text] of Object.entries(wanted)) expect(said.get(step)).toContain(text);
    expect(await transcript(await open(through))).toEqual(expected);
    expect(fixture.openSessions()).toBe(0);
  });
});

describe('the exchanges of a legacy session', () => {
  /** One request of a session, as the Go SDK sends them: it refuses an answer that carries another session id. */
  async function exchange(url: string, method: string, session: string | null, message?: object) {
    const leave = new AbortController();
    const answer = await fetch(url, {
      method,
      headers: {
        ...authorization(),
        accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
        'content-type': 'application/json',
        'mcp-protocol-version': '2025-11-25',
        ...(session === null ? {} : { 'mcp-session-id': session }),
      },
      body: message ? JSON.stringify({ jsonrpc: '2.0', ...message }) : null,
      signal: leave.signal,
    });
    // A GET stream does not end by itself.
    if (method === 'GET') leave.abort();
    else await answer.text();
    return { status: answer.status, session: answer.headers.get('mcp-session-id') };
  }

  it('carry one session id, until the session is ended and unknown', async () => {
    const statuses: number[][] = [];
    for (const url of ways()) {
      const params = {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'bare', version: '1' },
      };
      const opened = await exchange(url, 'POST', null, { id: 1, method: 'initialize', params });
      const answers = [opened];
      const inSession = async (method: string, message?: object) =>
        void answers.push(await exchange(url, method, opened.session, message));
      await inSession('POST', { method: 'notifications/initialized' });
      await inSession('POST', { id: 2, method: 'tools/list' });
      await inSession('POST', { id: 3, method: 'tools/call', params: { name: 'test_simple_text' } });
      await inSession('GET');
      expect(opened.session).not.toBeNull();
      // An answer may leave the id out; it must not name another.
      expect(new Set(answers.flatMap(({ session }) => session ?? []))).toEqual(new Set([opened.session]));
      await inSession('DELETE');
      await inSession('POST', { id: 4, method: 'tools/list' });
      statuses.push(answers.map(({ status }) => status));
    }
    expect(statuses[0]).toEqual([200, 202, 200, 200, 200, 200, 404]);
    expect(statuses[1]).toEqual(statuses[0]);
  });
});
