import type { OpenCall } from '../record/call';
import type { AuditResult } from '../record/sinks';
import type { Reply } from './lanes/exchange';
import { joined } from '../joined';
import { AnswerObserver } from './message/observe-answer';
import { auditFailure, failureBody, sendFailure } from './answer-failure';
import { noteFailure, Failure } from '../record/failure';
import { SseSplitter } from './message/event-stream';

/** A JSON answer up to this size leaves in one piece after its row is durable; a longer one streams. */
const HOLD_BYTES = 64 * 1024;
/** Of an event that is longer, all but the last part flows on before it is complete. */
const HOLD_EVENT_BYTES = 256 * 1024;

/** How the flow from the upstream is steered. */
export interface Flow {
  pause(): void;
  resume(): void;
  abort(): void;
}

export interface RelayOptions {
  call: OpenCall;
  reply: Reply;
  /** seals the record, once however often it is called, and calls back when its row is durable or lost */
  seal: (then: (stored: AuditResult) => void) => void;
  /** called once, when nothing more will happen on this call */
  done: () => void;
}

/**
 * Lets an answer through byte for byte while watching it, and holds back just enough: of a JSON answer the
 * last part, of an event stream the event that ends the call, until the record is sealed and its row is
 * durable. Progress events pass at once.
 */
export class Relay {
  private readonly observer = new AnswerObserver();
  private mode: 'json' | 'sse' | 'stream' = 'json';
  private readonly splitter = new SseSplitter();
  private held: Buffer[] = [];
  private heldBytes = 0;
  private finished = false;
  /** the answer has been seen and its record is being, or has been, sealed */
  private answered = false;
  /** part of an event is out already: nothing can be put in its place any more */
  private insideEvent = false;
  private flow: Flow | undefined;

  constructor(private readonly options: RelayOptions) {}

  /** Status and headers of the upstream have come. */
  start(status: number, contentType: string, headers: Record<string, string>, flow: Flow): void {
    const { call, reply } = this.options;
    this.flow = flow;
    call.upstreamStatus = status;
    call.httpStatus = status;
    reply.head(status, headers);
    if (!contentType.startsWith('text/event-stream')) return;
    // A GET stream carries what no one POSTed for; it is passed through and not read.
    this.mode = call.message?.kind === 'request' ? 'sse' : 'stream';
    reply.flushHead();
  }

  data(chunk: Buffer): void {
    if (this.finished) return;
    this.options.call.responseBytes += chunk.length;
    if (this.mode === 'json') this.jsonData(chunk);
    else if (this.mode === 'sse' && !this.answered) this.sseData(chunk);
    else if (this.answered && this.held.length > 0) this.hold(chunk);
    else this.send(chunk);
  }

  /** The upstream's answer is complete. */
  end(): void {
    if (this.finished) return;
    this.options.call.upstreamEndedMs ??= performance.now();
    if (this.mode === 'json') return this.endJson();
    if (this.mode === 'sse' && !this.answered) {
      return this.fail(
        new Failure('upstream_broken', 'The upstream server ended the stream before it answered.'),
      );
    }
    return this.finish();
  }

  /** The upstream failed, before or in the middle of its answer. */
  fail(failure: Failure): void {
    if (this.finished) return;
    const { call, reply } = this.options;
    call.upstreamEndedMs ??= performance.now();
    // The answer is out already; how the stream ends after it does not matter to anyone.
    if (this.answered) return this.finish();
    this.answered = true;
    noteFailure(call, failure);
    if (!reply.headSent()) call.httpStatus = failure.kind.status;
    this.sealThen((stored) => {
      if (!reply.headSent()) {
        const shown = stored === 'lost' ? auditFailure() : failure;
        sendFailure(reply, shown, call.message?.idText ?? null);
      } else if (this.mode === 'sse' && !this.splitter.resumable && stored !== 'lost') {
        this.endWithError(failure);
      } else {
        reply.destroy();
      }
      this.close();
    });
  }

  /** The client has gone: nothing can be answered any more. */
  abandon(): void {
    if (this.finished) return;
    const { call } = this.options;
    this.finished = true;
    this.flow?.abort();
    if (!this.answered && this.mode !== 'stream') {
      call.outcome = 'cancelled';
      call.httpStatus = 499;
      call.error = {
        category: 'client_gone',
        code: null,
        message: 'The client went away before the answer.',
      };
    }
    this.options.seal(() => this.options.done());
  }

  private jsonData(chunk: Buffer): void {
    this.observer.write(chunk);
    if (this.heldBytes + chunk.length > HOLD_BYTES) this.release();
    this.hold(chunk);
  }

  private endJson(): void {
    const failure = this.observer.judge(this.options.call, !this.options.reply.headSent());
    if (failure) return this.fail(failure);
    this.answered = true;
    this.sealThen((stored) => {
      const { reply, call } = this.options;
      if (stored !== 'lost') {
        reply.end(this.takeHeld());
      } else if (!reply.headSent()) {
        sendFailure(reply, auditFailure(), call.message?.idText ?? null);
      } else {
        reply.destroy();
      }
      this.close();
    });
  }

  private sseData(chunk: Buffer): void {
    const { call } = this.options;
    let passed = 0;
    this.splitter.write(chunk, {
      data: (bytes) => {
        if (!this.answered) this.observer.write(bytes);
      },
      eventEnd: (end) => {
        if (this.answered) return;
        if (call.message && this.observer.answers(call.message)) {
          this.answered = true;
          return;
        }
        this.observer.reset();
        this.release();
        this.send(chunk.subarray(passed, end));
        this.insideEvent = false;
        passed = end;
      },
    });
    if (this.heldBytes > HOLD_EVENT_BYTES) {
      this.release();
      this.insideEvent = true;
    }
    if (passed < chunk.length) this.hold(chunk.subarray(passed));
    if (this.answered) this.sealAnswered();
  }

  /** The event that answers the call has come: it leaves when its row is durable. */
  private sealAnswered(): void {
    const { call } = this.options;
    call.upstreamEndedMs = performance.now();
    this.observer.conclude(call);
    this.flow?.pause();
    this.sealThen((stored) => {
      if (stored === 'lost') {
        this.endWithError(auditFailure());
        this.close();
        // Last, because it comes back as a failure at once, and that must find the call closed.
        this.flow?.abort();
        return;
      }
      this.release();
      this.flow?.resume();
    });
  }

  /** Ends an event stream with the error as its answer: the agent would wait for ever. */
  private endWithError(failure: Failure): void {
    const { call, reply } = this.options;
    if (this.insideEvent) return reply.destroy();
    const body = failureBody(failure, call.message?.idText ?? null).toString('utf8');
    return reply.end(Buffer.from(`event: message\ndata: ${body}\n\n`));
  }

  /** The end of a stream whose answer has gone out, or of one that never had one. */
  private finish(): void {
    this.sealThen(() => {
      this.options.reply.end(this.takeHeld());
      this.close();
    });
  }

  /** Goes on when the record is sealed, unless the client has gone meanwhile. */
  private sealThen(next: (stored: AuditResult) => void): void {
    this.options.seal((stored) => {
      if (!this.finished) next(stored);
    });
  }

  private hold(chunk: Buffer): void {
    this.held.push(chunk);
    this.heldBytes += chunk.length;
  }

  private release(): void {
    const chunk = this.takeHeld();
    if (chunk) this.send(chunk);
  }

  private takeHeld(): Buffer | undefined {
    const { held } = this;
    this.held = [];
    this.heldBytes = 0;
    return held.length === 0 ? undefined : joined(held);
  }

  private send(chunk: Buffer): void {
    if (chunk.length === 0 || this.options.reply.write(chunk)) return;
    this.flow?.pause();
    this.options.reply.drained(() => this.flow?.resume());
  }

  private close(): void {
    this.finished = true;
    this.options.done();
  }
}
