import { describe, expect, it } from 'vitest';
import { openCall } from '../record/seal';
import type { AuditResult } from '../record/sinks';
import type { Reply } from './lanes/exchange';
import { Failure } from '../record/failure';
import { Relay, type RelayOptions } from './relay';

const ANSWER = '{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"the answer"}]}}';
const PROGRESS = 'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{}}\n\n';

/** A relay whose row ends as the test says, and everything that reached the agent. */
function relayed(contentType: string, stored: AuditResult, more: Partial<RelayOptions> = {}, status = 200) {
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
  };
  const waiting: ((stored: AuditResult) => void)[] = [];
  let settled = false;
  // As CallLife does: at once when the row's fate is known.
  const seal = (then: (stored: AuditResult) => void) => (settled ? then(stored) : void waiting.push(then));
  const relay = new Relay({ call, reply, seal, park: () => false, done: () => (seen.done += 1), ...more });
  // As undici does: breaking off comes back as a failure, at once.
  const abort = () => relay.fail(new Failure('upstream_broken', 'broken off'));
  relay.start(status, contentType, {}, { pause: () => undefined, resume: () => undefined, abort });
  const settle = () => {
    settled = true;
    for (const then of waiting) then(stored);
  };
  return { call, relay, seen, settle };
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

const FALSE = '{"jsonrpc":"2.0","id":7,"result":{"isError":true,"content":[]}}';
const event = (data: string, before = '') => `${before}data: ${data}\n\n`;
const INVALID = { outcome: 'upstream_error', error: { category: 'upstream_invalid_answer' } };

describe('what the record says and what a client takes are one: an event stream', () => {
  const stream = (...parts: string[]) => {
    const all = relayed('text/event-stream', 'stored');
    all.settle();
    for (const part of parts) all.relay.data(Buffer.from(part));
    all.relay.end();
    return all;
  };

  it.each([
    ['lines that end with CR', `: x\rdata: ${ANSWER}\r\r\n\n`],
    ['a byte order mark', event(ANSWER, '\uFEFF')],
    ['an event of another type before it', event(FALSE, 'event: nope\n') + event(ANSWER)],
    ['an id of text for one that is a number', event(ANSWER.replace('7', '"7"'))],
    ['an id of text that reads as the number', event(ANSWER.replace('7', '" 7.0"'))],
    ['data in two lines', `data: ${ANSWER.slice(0, 16)}\ndata: ${ANSWER.slice(16)}\n\n`],
  ])('with %s', (_what, text) => {
    const { call, seen } = stream(text + event(FALSE));
    expect(call).toMatchObject({ outcome: 'ok' });
    expect(seen.sent).toBe(text);
  });

  it.each([
    ['a word in two lines', `data: ${FALSE.replace('true', 'tr\ndata: ue')}\n\n`],
    ['a member twice', event(ANSWER.replace('"result"', '"result":{"isError":true},"result"'))],
    ['isError twice', event(FALSE.replace('true', 'true,"isError":false'))],
    ['a result and an error', event(ANSWER.replace('"result"', '"error":{"code":1,"message":"x"},"result"'))],
  ])('is no answer with %s', (_what, text) => {
    const { call, seen } = stream(text + event(ANSWER));
    expect(call).toMatchObject(INVALID);
    expect(seen.sent).toMatch(/^event: message\ndata: {"jsonrpc":"2.0","id":7,"error":/);
    expect(seen.sent).not.toContain('result');
  });

  it('passes on what follows the answer, but no second answer', () => {
    const { call, seen } = stream(event(ANSWER) + PROGRESS + event(FALSE), PROGRESS, event(FALSE));
    expect(call.outcome).toBe('ok');
    expect(seen.sent).toBe(event(ANSWER) + PROGRESS + PROGRESS);
  });

  it('keeps what comes behind the answer until its row is durable', () => {
    const { relay, seen, settle } = relayed('text/event-stream', 'stored');
    relay.data(Buffer.from(event(ANSWER) + PROGRESS));
    relay.data(Buffer.from(event(FALSE) + PROGRESS));
    relay.end();
    expect(seen.sent).toBe('');
    settle();
    expect(seen).toMatchObject({ sent: event(ANSWER) + PROGRESS + PROGRESS, ends: 1, done: 1 });
  });

  it('has no answers to other calls', () => {
    const { call, seen } = stream(event(ANSWER.replace('7', '8')) + PROGRESS, event(ANSWER));
    expect(call.outcome).toBe('ok');
    expect(seen.sent).toBe(PROGRESS + event(ANSWER));
  });

  it('is cut when the answer to another call is part out already', () => {
    const other = ANSWER.replace('7', '8').replace('the answer', 'x'.repeat(300 * 1024));
    const { call, seen } = stream(`data: ${other.slice(0, -9)}`, other.slice(-9), '\n\n');
    expect(call).toMatchObject(INVALID);
    expect(seen).toMatchObject({ ends: 0, destroyed: true, done: 1 });
    expect(seen.sent.endsWith('\n')).toBe(false);
  });

  it('has no answers when nobody asked on it', () => {
    const asked = openCall({ requestId: 'r', httpMethod: 'GET', clientAddress: null });
    const { relay, seen } = relayed('text/event-stream', 'stored', { call: asked });
    relay.data(Buffer.from(`: hi\n${PROGRESS}${event(ANSWER)}: hi\n`));
    expect(seen.sent).toBe(`: hi\n${PROGRESS}: hi\n`);
  });
});

describe('what the record says and what a client takes are one: JSON', () => {
  const json = (text: string, status = 200) => {
    const all = relayed('application/json', 'stored', {}, status);
    all.settle();
    for (let at = 0; at < text.length; at += 50_000) all.relay.data(Buffer.from(text.slice(at, at + 50_000)));
    all.relay.end();
    return all;
  };

  it('is cut when a member stands twice and part of it is out', () => {
    const { call, seen } = json(FALSE.replace('[]', `["${'x'.repeat(300_000)}"],"isError":false`));
    expect(call).toMatchObject(INVALID);
    expect(seen).toMatchObject({ ends: 0, destroyed: true, done: 1 });
  });

  it('is no batch, whatever its length', () => {
    const { call, seen } = json(`[${ANSWER.replace('the answer', 'x'.repeat(300_000))}]`);
    expect(call).toMatchObject(INVALID);
    expect(seen).toMatchObject({ ends: 1, destroyed: false, done: 1 });
    expect(seen.sent).not.toContain('xxx');
  });

  it('is no success with the status of a failure', () => {
    const { call, seen } = json(ANSWER, 500);
    expect(call).toMatchObject({ outcome: 'upstream_error', error: { category: 'upstream_http_error' } });
    expect(seen.sent).toBe(ANSWER);
  });

  it('is no success with the status of a failure, as events', () => {
    const { relay, call, settle } = relayed('text/event-stream', 'stored', {}, 500);
    settle();
    relay.data(Buffer.from(event(ANSWER)));
    relay.end();
    expect(call).toMatchObject({ outcome: 'upstream_error', error: { category: 'upstream_http_error' } });
  });
});
