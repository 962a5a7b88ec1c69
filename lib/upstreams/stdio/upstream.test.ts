import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { StdioTarget } from '../../directory/directory';
import type { Message } from '../../record/call';
import type { Failure } from '../../record/failure';
import type { ServerOf, UpstreamKind } from '../kinds';
import type { Flow, UpstreamMessage } from '../port';
import { LIMITS, type Limits } from './limits';
import { createStdioUpstream } from './upstream';

const SERVER = path.resolve('scripts/support/stdio-server.mjs');
const STREAM = 'application/json, text/event-stream';

const open: UpstreamKind<'stdio'>[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((kind) => kind.close()));
});

function upstream(limits: Partial<Limits> = {}, timeoutMs = 5_000): UpstreamKind<'stdio'> {
  const inherited = { PATH: process.env.PATH ?? '' };
  const kind = createStdioUpstream({ timeoutMs, inherited, limits: { ...LIMITS, ...limits } });
  open.push(kind);
  return kind;
}

function server(mode = 'plain', change: Partial<StdioTarget> = {}): ServerOf<'stdio'> {
  return {
    id: '6f1d0f6e-0000-4000-8000-000000000001',
    slug: 'local',
    trusted: true,
    notServedBecause: null,
    target: {
      kind: 'stdio',
      command: process.execPath,
      args: [SERVER, mode],
      env: {},
      cwd: null,
      shared: false,
      ...change,
    },
  };
}

interface Sent {
  /** resolves when the answer has ended or failed */
  done: Promise<void>;
  status: () => number;
  headers: () => Record<string, unknown>;
  text: () => string;
  /** the messages of an event stream, or the one of a JSON answer */
  messages: () => { [name: string]: unknown }[];
  failure: () => Failure | undefined;
  flow: () => Flow | undefined;
  abort: () => void;
}

/** Sends something the way the gateway does, and collects what comes back. */
function send(
  kind: UpstreamKind<'stdio'>,
  to: ServerOf<'stdio'>,
  message: Partial<UpstreamMessage>,
  reads: 'at once' | 'slowly' = 'at once',
): Sent {
  let status = 0;
  let headers: Record<string, unknown> = {};
  let text = '';
  let failure: Failure | undefined;
  let flow: Flow | undefined;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const abort = kind.send(
    to,
    {
      httpMethod: 'POST',
      headers: { accept: STREAM },
      body: null,
      message: null,
      sessionId: null,
      keyId: 'key-1',
      openEnded: false,
      ...message,
    },
    {
      head(given, answerHeaders, given2) {
        status = given;
        headers = answerHeaders;
        flow = given2;
        if (reads === 'slowly') flow.pause();
      },
      data: (chunk) => (text += chunk.toString()),
      end: () => finish(),
      fail(reason) {
        failure = reason;
        finish();
      },
    },
  );
  const messages = () =>
    headers['content-type'] === 'text/event-stream'
      ? [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as object)
      : text === ''
        ? []
        : [JSON.parse(text) as object];
  return {
    done,
    abort,
    status: () => status,
    headers: () => headers,
    text: () => text,
    messages: messages as Sent['messages'],
    failure: () => failure,
    flow: () => flow,
  };
}

/** A body and what the gateway reads of it. */
function said(json: object | string): Pick<UpstreamMessage, 'body' | 'message'> {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const parsed = JSON.parse(text) as { id?: unknown; method?: string; params?: { protocolVersion?: string } };
  const idText = parsed.id === undefined ? null : JSON.stringify(parsed.id);
  const message: Message = {
    kind: parsed.method === undefined ? 'response' : idText === null ? 'notification' : 'request',
    method: parsed.method ?? null,
    idText,
    tool: null,
    payload: null,
    cancels: null,
    stateBrought: null,
    traceparent: null,
    tracestate: null,
    protocolVersion: parsed.params?.protocolVersion ?? null,
    clientName: null,
    clientVersion: null,
  };
  return { body: Buffer.from(text), message };
}

const initialize = { jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25' } };
const call = (id: unknown, name: string, args: object = {}, meta?: object) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args, ...(meta ? { _meta: meta } : {}) },
});

/** A session on a server; its requests. */
async function session(kind: UpstreamKind<'stdio'>, to: ServerOf<'stdio'>, keyId = 'key-1') {
  const first = send(kind, to, { ...said(initialize), keyId });
  await first.done;
  const sessionId = String(first.headers()['mcp-session-id']);
  return {
    first,
    sessionId,
    post: (
      json: object | string,
      change: Partial<UpstreamMessage> = {},
      reads: 'at once' | 'slowly' = 'at once',
    ) => send(kind, to, { ...said(json), sessionId, keyId, ...change }, reads),
    other: (httpMethod: string) => send(kind, to, { httpMethod, sessionId, keyId }),
  };
}

const textOf = (sent: Sent): string => {
  const result = sent.messages().at(-1)?.result as { content?: { text?: string }[] } | undefined;
  return result?.content?.[0]?.text ?? '';
};

async function eventually<T>(read: () => T | undefined | false, what: string): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const value = read();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Never happened: ${what}`);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a session', () => {
  it('begins with initialize, has an id and a process of its own, and ends with DELETE', async () => {
    const kind = upstream();
    const [a, b] = await Promise.all([session(kind, server()), session(kind, server())]);
    expect(a.first.status()).toBe(200);
    expect(a.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    const pids = await Promise.all(
      [a, b, a].map(async (one, id) => {
        const sent = one.post(call(id, 'pid'));
        await sent.done;
        return Number(textOf(sent));
      }),
    );
    expect(pids[0]).toBe(pids[2]);
    expect(pids[0]).not.toBe(pids[1]);
    expect(a.other('DELETE').status()).toBe(200);
    await eventually(() => !isAlive(pids[0] ?? 0), 'the process gone');
    const late = a.post(call(2, 'pid'));
    await late.done;
    expect(late.failure()?.category).toBe('unknown_session');
    expect(isAlive(pids[1] ?? 0)).toBe(true);
  });

  it('belongs to the key and the server that opened it', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const stolen = a.post(call(1, 'pid'), { keyId: 'key-2' });
    expect(stolen.failure()?.category).toBe('unknown_session');
    const elsewhere = send(
      kind,
      { ...server(), id: 'another' },
      { ...said(call(1, 'pid')), sessionId: a.sessionId },
    );
    expect(elsewhere.failure()?.category).toBe('unknown_session');
  });

  it('passes messages on byte for byte, on one line', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const pretty =
      '{\n  "jsonrpc": "2.0",\r\n  "id": 12345678901234567890, "method": "tools/call",\n' +
      '  "params": {"name":"line", "big": 98765432109876543210, "text": "a\\nb"}\n}';
    const sent = a.post(pretty, {
      message: { ...said(call(1, 'line')).message, idText: '12345678901234567890' } as Message,
    });
    await sent.done;
    expect(textOf(sent)).toBe(pretty.replaceAll(/[\r\n]/g, ' '));
    const exact = a.post(call('é', 'exact'));
    await exact.done;
    expect(exact.text()).toContain('"data":"\\u00e9\\/"}],"big":12345678901234567890,"float":1.0e+02}');
    expect(exact.headers()['content-type']).toBe('application/json');
  });

  it('answers with an event stream when the server reports progress, and with JSON for those who take no other', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const sent = a.post(call(1, 'progress', {}, { progressToken: 'p' }));
    await sent.done;
    expect(sent.headers()['content-type']).toBe('text/event-stream');
    expect(sent.messages().map(({ method }) => method ?? 'answer')).toEqual([
      'notifications/progress',
      'notifications/progress',
      'notifications/progress',
      'answer',
    ]);
    const plain = a.post(call(2, 'progress', {}, { progressToken: 'p' }), {
      headers: { accept: 'application/json' },
    });
    await plain.done;
    expect(plain.headers()['content-type']).toBe('application/json');
    expect(textOf(plain)).toBe('done');
  });

  it('lets the server ask the client, on the stream of the call', async () => {
    const kind = upstream({}, 600);
    const a = await session(kind, server());
    const sent = a.post(call(1, 'ask', { messages: [] }));
    const question = await eventually(() => sent.messages()[0], 'the question');
    expect(question).toMatchObject({ method: 'sampling/createMessage', id: 'question-1' });
    // The client may take longer than a server may: its silence is not the server's.
    await new Promise((resolve) => setTimeout(resolve, 900));
    const foreign = await session(kind, server());
    foreign.post({ jsonrpc: '2.0', id: 'question-1', result: { stolen: true } });
    const answered = a.post({ jsonrpc: '2.0', id: 'question-1', result: { model: 'm' } });
    expect(answered.status()).toBe(202);
    await sent.done;
    expect(textOf(sent)).toBe('{"model":"m"}');
  });

  it('has a stream for what belongs to no call, and keeps what comes before it is open', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    await a.post(call(1, 'announce')).done;
    const stream = a.other('GET');
    await eventually(() => stream.messages().length === 1, 'what was kept');
    await a.post(call(2, 'announce')).done;
    await eventually(() => stream.messages().length === 2, 'what came later');
    expect(stream.messages()[1]).toMatchObject({ method: 'notifications/tools/list_changed' });
    const second = a.other('GET');
    await stream.done;
    await a.post(call(3, 'announce')).done;
    expect(second.messages()).toHaveLength(1);
  });

  it('cancels what the client cancels, and what nobody waits for any more', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const cancelled = a.post(call(7, 'never'));
    a.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
    await cancelled.done;
    expect(cancelled.failure()?.category).toBe('client_gone');
    const left = a.post(call('eight', 'never'));
    left.abort();
    const told = a.post(call(9, 'cancelled'));
    await told.done;
    expect(textOf(told)).toBe('[7,"eight"]');
  });

  it('refuses a second request of the same id while the first one runs', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const first = a.post(call(1, 'slow'));
    const second = a.post(call(1, 'slow'));
    expect(second.failure()?.category).toBe('invalid_request');
    await first.done;
    expect(textOf(first)).toBe('late');
  });
});

describe('without a session', () => {
  it('one process serves a key, and equal ids and tokens do not meet', async () => {
    const kind = upstream();
    const sent = ['a', 'b', 'c'].map((text) =>
      send(kind, server(), said(call(1, 'slow', { text, ms: text === 'a' ? 300 : 50 }))),
    );
    const [p, q] = [1, 2].map(() =>
      send(kind, server(), said(call('x', 'progress', {}, { progressToken: 5 }))),
    );
    const pids = [1, 2].map(() => send(kind, server(), said(call(1, 'pid'))));
    const other = send(kind, server(), { ...said(call(1, 'pid')), keyId: 'key-2' });
    await Promise.all([...sent, ...pids, other, p, q].map((one) => one?.done));
    expect(sent.map(textOf)).toEqual(['a', 'b', 'c']);
    for (const one of sent) expect(one.messages().at(-1)).toMatchObject({ id: 1 });
    for (const one of [p, q]) {
      expect(one?.messages()).toHaveLength(4);
      expect(one?.messages()[0]).toMatchObject({ params: { progressToken: 5 } });
    }
    expect(new Set(pids.map(textOf)).size).toBe(1);
    expect(textOf(other)).not.toBe(textOf(pids[0] as Sent));
    expect(sent[0]?.headers()).not.toHaveProperty('mcp-session-id');
  });

  it('there is nothing to GET or DELETE, and nobody to ask', async () => {
    const kind = upstream();
    for (const httpMethod of ['GET', 'DELETE']) {
      const sent = send(kind, server(), { httpMethod });
      await sent.done;
      expect([sent.status(), sent.headers().allow]).toEqual([405, 'POST']);
    }
    const asking = send(kind, server(), said(call(1, 'ask')));
    await asking.done;
    expect(JSON.parse(textOf(asking))).toMatchObject({ code: -32601 });
  });

  it('errors of a modern request have the statuses that the protocol wants', async () => {
    const kind = upstream();
    const modern = said({ jsonrpc: '2.0', id: 1, method: 'tools/imagine', params: {} });
    const protocolVersion = '2026-07-28';
    const sent = send(kind, server(), {
      ...modern,
      message: { ...modern.message, protocolVersion } as Message,
    });
    await sent.done;
    expect([sent.status(), sent.messages()[0]]).toMatchObject([404, { error: { code: -32601 } }]);
  });

  it('a server that dies of the question for its versions is a legacy one', async () => {
    const kind = upstream();
    const probe = said({ jsonrpc: '2.0', id: 'p', method: 'server/discover', params: {} });
    const sent = send(kind, server('touchy'), probe);
    await sent.done;
    expect([sent.status(), sent.messages()[0]]).toMatchObject([404, { id: 'p', error: { code: -32601 } }]);
    expect((await session(kind, server('touchy'))).first.status()).toBe(200);
  });
});

describe('a shared process', () => {
  it('serves sessions of all keys, and each hears only what is its own', async () => {
    const kind = upstream();
    const shared = server('plain', { shared: true });
    const [a, b] = await Promise.all([session(kind, shared), session(kind, shared, 'key-2')]);
    expect(a.sessionId).not.toBe(b.sessionId);
    const asked = a.post(call(1, 'ask'));
    await asked.done;
    // Two agents share it: it cannot be known whom the server means.
    expect(JSON.parse(textOf(asked))).toMatchObject({ code: -32601 });
    const pids = [a.post(call(1, 'pid')), b.post(call(1, 'pid'))];
    const running = a.post(call(5, 'slow', { text: 'mine' }));
    b.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } });
    await Promise.all([...pids, running].map((one) => one.done));
    expect(textOf(pids[0] as Sent)).toBe(textOf(pids[1] as Sent));
    expect(textOf(running)).toBe('mine');
    b.other('DELETE');
    const still = a.post(call(2, 'pid'));
    await still.done;
    expect(textOf(still)).toBe(textOf(pids[0] as Sent));
  });

  it('gives up the answer of an agent that does not read, instead of waiting for it', async () => {
    const kind = upstream();
    const a = await session(kind, server('plain', { shared: true }));
    const slow = a.post(
      call(1, 'progress', { ms: 5_000, bytes: 500_000 }, { progressToken: 't' }),
      {},
      'slowly',
    );
    await slow.done;
    expect(slow.failure()?.category).toBe('client_gone');
    const neighbour = a.post(call(2, 'echo'));
    await neighbour.done;
    expect(neighbour.status()).toBe(200);
  });
});

describe('a process that fails', () => {
  it('in the middle of a call: exit code and last words, without its secrets', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const sent = a.post(call(1, 'crash'));
    await sent.done;
    expect(sent.failure()?.category).toBe('upstream_broken');
    expect(sent.failure()?.message).toMatch(/exit code 3 .*giving up.*last words/);
    const late = a.post(call(2, 'echo'));
    expect(late.failure()?.category).toBe('unknown_session');
    expect((await session(kind, server())).first.status()).toBe(200);
  });

  it.each([
    ['a command that is not there', { command: 'no-such-program' }, /"no-such-program" was not found/],
    ['a directory that is not there', { cwd: '/no/such/place' }, /no directory "\/no\/such\/place"/],
    ['a file that is no program', { command: SERVER, args: [] }, /may not execute/],
    ['an argument that cannot be', { args: ['a\0b'] }, /cannot be started/],
  ])('at its start, with %s, and is then left alone for a while', async (_name, change, message) => {
    const kind = upstream();
    const to = server('plain', change);
    const sent = send(kind, to, said(initialize));
    await sent.done;
    expect(sent.failure()?.category).toBe('upstream_unreachable');
    expect(sent.failure()?.message).toMatch(message);
    const again = send(kind, to, said(initialize));
    await again.done;
    expect(again.failure()?.headers).toEqual({ 'retry-after': '1' });
    expect(again.failure()?.message).toMatch(message);
    // Corrected, it is another command.
    expect((await session(kind, server())).first.status()).toBe(200);
  });

  it('before it says anything', async () => {
    const kind = upstream();
    const sent = send(kind, server('broken'), said(initialize));
    await sent.done;
    expect(sent.failure()?.message).toBe(
      "The server's process ended with exit code 7 before it answered. The last it wrote to stderr: cannot find the file settings.toml",
    );
  });

  it('by silence: its call is over in time, and the process too', async () => {
    const kind = upstream({}, 300);
    const sent = send(kind, server('silent'), said(initialize));
    await sent.done;
    expect(sent.failure()?.category).toBe('upstream_timeout');
    await eventually(
      () => send(kind, server('silent'), said(initialize)).failure()?.message.includes('tried again'),
      'it is left alone',
    );
  });

  it('by what it writes: noise is passed over, what has no end ends it', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const noisy = a.post(call(1, 'garbage'));
    await noisy.done;
    expect(textOf(noisy)).toBe('after garbage');
    const deep = a.post(call(2, 'deep'));
    await deep.done;
    expect(deep.failure()?.category).toBe('upstream_invalid_answer');
    const endless = a.post(call(3, 'endless'));
    await endless.done;
    expect(endless.failure()?.category).toBe('upstream_invalid_answer');
  });

  it('by reading nothing: what waits for it is bounded', async () => {
    const kind = upstream({}, 2_000);
    const to = server('deaf');
    const first = send(kind, to, said(call(0, 'echo')));
    const sent = Array.from({ length: 12 }, (_, i) =>
      send(kind, to, said(call(i + 1, 'echo', { text: 'z'.repeat(1024 * 1024) }))),
    );
    const refused = sent.filter((one) => one.failure()?.message.includes('does not read'));
    expect(refused.length).toBeGreaterThan(5);
    await Promise.all([first, ...sent].map((one) => one.done));
    expect(first.failure()?.category).toBe('upstream_timeout');
  });

  it('by flooding its stderr: its own calls are answered all the same', async () => {
    const kind = upstream();
    const a = await session(kind, server('flood'));
    const sent = a.post(call(1, 'echo', { text: 'hello' }));
    await sent.done;
    expect(textOf(sent)).toBe('{"text":"hello"}');
  });
});

describe('an agent that does not read', () => {
  it('holds back its own process, and gets everything when it reads on', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const slow = a.post(call(1, 'progress', { bytes: 500_000 }, { progressToken: 't' }), {}, 'slowly');
    await eventually(() => slow.flow(), 'the stream');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const other = a.post(call(2, 'echo'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(other.status()).toBe(0);
    slow.flow()?.resume();
    await Promise.all([slow.done, other.done]);
    expect(slow.messages()).toHaveLength(4);
    expect(other.status()).toBe(200);
  });
});

describe('the number of processes', () => {
  it('is bounded for a key, and the one idle for longest makes room', async () => {
    const kind = upstream({ perKey: 2 });
    const [a, b] = [await session(kind, server()), await session(kind, server())];
    const busy = a.post(call(1, 'slow', { ms: 600 }));
    const c = await session(kind, server());
    expect(c.first.status()).toBe(200);
    expect(b.post(call(1, 'echo')).failure()?.category).toBe('unknown_session');
    const alsoBusy = c.post(call(1, 'slow', { ms: 600 }));
    const refused = send(kind, server(), said(initialize));
    expect(refused.failure()?.message).toMatch(/This key has as many processes/);
    const other = await session(kind, server(), 'key-2');
    expect(other.first.status()).toBe(200);
    await Promise.all([busy.done, alsoBusy.done]);
    expect(textOf(busy)).toBe('late');
  });

  it('falls again when nobody uses them, but not while somebody listens', async () => {
    const kind = upstream({ idleMs: 150 });
    const [a, b] = [await session(kind, server()), await session(kind, server())];
    b.other('GET');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(a.post(call(1, 'echo')).failure()?.category).toBe('unknown_session');
    const sent = b.post(call(1, 'echo'));
    await sent.done;
    expect(sent.status()).toBe(200);
  });

  it('ends those of a server that has changed, when their calls are through', async () => {
    const kind = upstream();
    const a = await session(kind, server());
    const running = a.post(call(1, 'slow', { ms: 300 }));
    kind.prune([server('plain', { env: { NEW: '1' } })]);
    expect(a.post(call(2, 'echo')).failure()?.category).toBe('unknown_session');
    await running.done;
    expect(textOf(running)).toBe('late');
  });
});

describe('an end', () => {
  it('ends also what heeds neither the end of its input nor SIGTERM, and its children', async () => {
    const kind = upstream();
    const a = await session(kind, server('stubborn'));
    const sent = a.post(call(1, 'pid'));
    await sent.done;
    const pid = Number(textOf(sent));
    expect(isAlive(pid)).toBe(true);
    const running = a.post(call(2, 'never'));
    await kind.close();
    expect(running.failure()?.category).toBe('shutting_down');
    expect(isAlive(pid)).toBe(false);
    expect(send(kind, server(), said(initialize)).failure()?.category).toBe('shutting_down');
  });

  it('gives a command the least of an environment, its own directory and no shell', async () => {
    const kind = upstream();
    const to = server('plain', {
      args: [SERVER, 'plain', '$HOME; echo `id`', '* "quoted"'],
      env: { OWN: 'yes' },
      cwd: path.resolve('scripts'),
    });
    const sent = send(kind, to, said(call(1, 'env')));
    await sent.done;
    expect(JSON.parse(textOf(sent))).toEqual({
      env: { PATH: process.env.PATH, OWN: 'yes' },
      cwd: path.resolve('scripts'),
      argv: ['plain', '$HOME; echo `id`', '* "quoted"'],
    });
  });

  it('is named by its program alone', () => {
    expect(
      upstream().placeOf(server('plain', { command: '/opt/bin/tool', args: ['--token', 'x'] }).target),
    ).toEqual({
      transport: 'pipe',
      hostname: null,
      port: null,
      shown: 'stdio:tool',
    });
  });
});
