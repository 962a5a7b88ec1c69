import { describe, expect, it } from 'vitest';
import { openCall } from '../record/seal';
import type { AuditResult } from '../record/sinks';
import type { Reply } from './lanes/exchange';
import { Failure } from '../record/failure';
import { Relay, type RelayOptions } from './relay';

const ANSWER = '{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"the answer"}]}}';
const PROGRESS = 'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{}}\n\n';

/** A relay whose row ends as the test says, and everything that reached the agent. */
function relayed(
  contentType: string,
  stored: AuditResult,
  more: Partial<RelayOptions> = {},
  otherReply: Partial<Reply> = {},
) {
  const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
  if (!more.resumed)
    call.message = { kind: 'request', method: 'tools/call', idText: '7' } as typeof call.message;
  const seen = { sent: '', ends: 0, destroyed: false, done: 0 };
  let headSent = false;
  const reply: Reply = {
    always: () => undefined,
    head: () => undefined,
    headSent: () => headSent,
    flushHead: () => void (headSent = true),
    write(chunk) {
      headSent = true;
      seen.sent += Buffer.from(chunk).toString();
      return true;
    },
    drained: () => undefined,
    end(chunk) {
      seen.ends += 1;
      if (chunk) this.write(chunk);
    },
    destroy: () => void (seen.destroyed = true),
    ...otherReply,
  };
  const waiting: ((stored: AuditResult) => void)[] = [];
  let settled = false;
  // As CallLife does: at once when the row's fate is known.
  const seal = (then: (stored: AuditResult) => void) => (settled ? then(stored) : void waiting.push(then));
  const relay = new Relay({ call, reply, seal, park: () => false, done: () => (seen.done += 1), ...more });
  // As undici does: breaking off comes back as a failure, at once.
  const abort = () => relay.fail(new Failure('upstream_broken', 'broken off'));
  relay.start(200, contentType, {}, { pause: () => undefined, resume: () => undefined, abort });
  const settle = () => {
    settled = true;
    for (const then of waiting) then(stored);
  };
  return { relay, seen, settle, call };
}

describe('an answer whose row is lost', () => {
  it.each(['before its stream ends', 'after its stream has ended'])(
    'does not leave: an event, lost %s',
    (when) => {
      const { relay, seen, settle } = relayed('text/event-stream', 'lost');
      relay.data(Buffer.from(`${PROGRESS}data: ${ANSWER}\n\n`));
      if (when === 'after its stream has ended') relay.end();
      settle();
      expect(seen.sent).toContain('notifications/progress');
      expect(seen.sent).not.toContain('the answer');
      expect(seen.sent).toContain('"code":50300');
      expect(seen).toMatchObject({ ends: 1, done: 1 });
    },
  );

  it('does not leave: JSON', () => {
    const { relay, seen, settle } = relayed('application/json', 'lost');
    relay.data(Buffer.from(ANSWER));
    relay.end();
    settle();
    expect(seen.sent).not.toContain('the answer');
    expect(seen.sent).toContain('"code":50300');
    expect(seen).toMatchObject({ ends: 1, done: 1 });
  });

  it('is cut when a part of its event is out already', () => {
    const { relay, seen, settle } = relayed('text/event-stream', 'lost');
    const padding = 'x'.repeat(300 * 1024);
    relay.data(Buffer.from(`data: {"jsonrpc":"2.0","id":7,"result":{"a":"${padding}`));
    relay.data(Buffer.from('"}}\n\n'));
    settle();
    expect(seen.sent).not.toContain('50300');
    expect(seen).toMatchObject({ ends: 0, destroyed: true, done: 1 });
  });
});

describe('an answer whose row is stored', () => {
  it.each(['text/event-stream', 'application/json'])('leaves whole, once: %s', (contentType) => {
    const { relay, seen, settle } = relayed(contentType, 'stored');
    const text = contentType === 'application/json' ? ANSWER : `${PROGRESS}data: ${ANSWER}\n\n`;
    relay.data(Buffer.from(text));
    relay.end();
    settle();
    expect(seen).toEqual({ sent: text, ends: 1, destroyed: false, done: 1 });
  });
});

describe('an agent that reads slowly', () => {
  /** What was asked of the flow, by a relay whose agent never takes more until it is told to. */
  function slow() {
    const asked: string[] = [];
    const drained: (() => void)[] = [];
    const flow = {
      pause: () => asked.push('pause'),
      resume: () => asked.push('resume'),
      abort: () => undefined,
    };
    const made = relayed(
      'text/event-stream',
      'stored',
      {},
      { write: () => false, drained: (then) => drained.push(then) },
    );
    made.relay.start(200, 'text/event-stream', {}, flow);
    return { ...made, asked, drained };
  }

  it('holds the upstream back also when the row becomes durable meanwhile', () => {
    const { relay, settle, asked, drained } = slow();
    relay.data(Buffer.from(`data: ${ANSWER}\n\n`));
    settle();
    // The answer itself was more than the agent takes.
    expect(asked.at(-1)).toBe('pause');
    for (const then of drained) then();
    expect(asked.at(-1)).toBe('resume');
  });

  it('lets the upstream not go on before the row is durable, and is waited for once', () => {
    const { relay, settle, asked, drained } = slow();
    relay.data(Buffer.from(PROGRESS + PROGRESS));
    expect(drained).toHaveLength(1);
    relay.data(Buffer.from(`data: ${ANSWER}\n\n`));
    for (const then of drained.splice(0)) then();
    expect(asked).not.toContain('resume');
    settle();
    for (const then of drained) then();
    expect(asked.at(-1)).toBe('resume');
  });
});

describe('a stop of the gateway', () => {
  it('tells a listen request that it is over, and is why', () => {
    const { relay, seen, settle, call } = relayed('text/event-stream', 'stored');
    relay.data(Buffer.from(PROGRESS));
    relay.stop();
    settle();
    expect(seen.sent).toContain('"id":7,"error":{"code":50301');
    expect(seen).toMatchObject({ ends: 1, done: 1 });
    expect(call.error?.category).toBe('shutting_down');
  });

  it('ends a stream that resumes others, but not while an answer on it waits for its row', () => {
    const { call: waiting } = relayed('text/event-stream', 'stored');
    let settleWaiting: (stored: AuditResult) => void = () => undefined;
    const seal = (then: (stored: AuditResult) => void) => void (settleWaiting = then);
    const made = relayed('text/event-stream', 'not_audited', { resumed: () => ({ call: waiting, seal }) });
    made.settle();
    made.relay.data(Buffer.from(`data: ${ANSWER}\n\n`));
    made.relay.stop();
    expect(made.seen).toMatchObject({ destroyed: false, done: 0 });
    settleWaiting('stored');
    made.relay.stop();
    expect(made.seen.sent).toContain('the answer');
    expect(made.seen).toMatchObject({ destroyed: true, done: 1 });
    expect(made.call.error).toBe(null);
  });
});

describe('a stream that resumes another', () => {
  const resumes = (stored: AuditResult) => {
    const waiting = openCall({ requestId: 'w', httpMethod: 'POST', clientAddress: null });
    waiting.message = { kind: 'request', method: 'tools/call', idText: '7' } as typeof waiting.message;
    let settle: (stored: AuditResult) => void = () => undefined;
    const seal = (then: (stored: AuditResult) => void) => void (settle = then);
    const resumed = (idText: string) => (idText === '7' ? { call: waiting, seal } : undefined);
    const made = relayed('text/event-stream', 'not_audited', { resumed });
    made.settle();
    return { ...made, waiting, settleWaiting: () => settle(stored) };
  };

  it('brings an answer only when the row of the call that waited for it is durable', () => {
    const { relay, seen, waiting, settleWaiting } = resumes('stored');
    relay.data(Buffer.from(`${PROGRESS}data: ${ANSWER}\n\n`));
    expect(seen.sent).toBe(PROGRESS);
    expect(waiting.responsePayload).toContain('the answer');
    settleWaiting();
    expect(seen.sent).toContain('the answer');
    relay.data(Buffer.from(PROGRESS));
    expect(seen.sent.endsWith(PROGRESS)).toBe(true);
  });

  it.each(['in one piece', 'byte by byte'])('brings several, each when its own row is durable: %s', (how) => {
    const settles = new Map<string, () => void>();
    const calls = ['7', '8'].map((idText) => {
      const call = openCall({ requestId: idText, httpMethod: 'POST', clientAddress: null });
      call.message = { kind: 'request', method: 'tools/call', idText } as typeof call.message;
      const seal = (then: (stored: AuditResult) => void) => void settles.set(idText, () => then('stored'));
      return { call, seal };
    });
    const resumed = (id: string) => calls.find(({ call }) => call.message?.idText === id);
    const { relay, seen, settle } = relayed('text/event-stream', 'not_audited', { resumed });
    settle();
    const first = `data: ${ANSWER}\n\n`;
    const second = `${PROGRESS}data: ${ANSWER.replace('7', '8')}\n\n`;
    const bytes = Buffer.from(first + second + PROGRESS);
    if (how === 'in one piece') relay.data(bytes);
    else for (let at = 0; at < bytes.length; at += 1) relay.data(bytes.subarray(at, at + 1));
    relay.end();
    expect(seen).toMatchObject({ sent: '', ends: 0 });
    settles.get('7')?.();
    expect(seen).toMatchObject({ sent: first + PROGRESS, ends: 0 });
    settles.get('8')?.();
    expect(seen).toEqual({ sent: first + second + PROGRESS, ends: 1, destroyed: false, done: 1 });
    for (const { call } of calls) expect(call.responsePayload).toContain('the answer');
  });

  it('brings an error in its place when the row is lost', () => {
    const { relay, seen, settleWaiting } = resumes('lost');
    relay.data(Buffer.from(`data: ${ANSWER}\n\n`));
    settleWaiting();
    expect(seen.sent).not.toContain('the answer');
    expect(seen.sent).toContain('"id":7,"error":{"code":50300');
    expect(seen).toMatchObject({ ends: 1, done: 1 });
  });

  it('passes on what answers nothing that waits', () => {
    const { relay, seen } = resumes('stored');
    const other = ANSWER.replace('7', '8');
    relay.data(Buffer.from(`data: ${other}\n\n`));
    relay.end();
    expect(seen).toMatchObject({ sent: `data: ${other}\n\n`, ends: 1, done: 1 });
  });
});
