import type { OpenCall } from '../record/call';
import type { AuditResult } from '../record/sinks';
import type { Reply } from './lanes/exchange';
import { joined } from '../joined';
import { AnswerObserver, brokenAnswer, noAnswer } from './message/observe-answer';
import { auditFailure, failureBody, sendFailure } from './answer-failure';
import { noteFailure, Failure } from '../record/failure';
import { SseSplitter } from './message/event-stream';
import type { ParkedCall } from './parked-calls';
import { takenBack } from './running-calls';

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
  /** called once, when nothing more will happen on this exchange */
  done: () => void;
  /** keeps the record open for an answer on another stream; false when there can be none */
  park: (otherwise: Failure) => boolean;
  /** finds the call that waits for an answer with this id; only on a stream that resumes another */
  resumed?: (idText: string) => ParkedCall | undefined;
}

/**
 * Lets an answer through byte for byte while watching it, and holds back just enough: of a JSON answer the
 * last part, of an event stream the event that ends the call, until the record is sealed and its row is
 * durable. Progress events pass at once.
 */
export class Relay {
  private readonly observer = new AnswerObserver();
  /** sse: the stream of a POST, which answers it; resumed: a GET stream that may; stream: one that is not read */
  private mode: 'json' | 'sse' | 'resumed' | 'stream' = 'json';
  private readonly splitter = new SseSplitter();
  private held: Buffer[] = [];
  private heldBytes = 0;
  private finished = false;
  /** the answer has been seen and its record is being, or has been, sealed */
  private answered = false;
  /** what came of an event stream behind its answer while that waits for its row; undefined when nothing waits */
  private behind: Buffer[] | undefined;
  /** part of an event is out already: nothing can be put in its place any more */
  private insideEvent = false;
  /** whose answer the stream has brought: this call's, or that of one that waited for its stream to be resumed */
  private answering: ParkedCall;
  /** the client has taken the call back, and whatever comes of it still is nobody's */
  private takenBack = false;
  private flow: Flow | undefined;

  constructor(private readonly options: RelayOptions) {
    this.answering = options;
  }

  /** Status and headers of the upstream have come. */
  start(status: number, contentType: string, headers: Record<string, string>, flow: Flow): void {
    const { call, reply } = this.options;
    this.flow = flow;
    call.upstreamStatus = status;
    call.httpStatus = status;
    reply.head(status, headers);
    // Clients look for no events in a failure.
    if (!contentType.startsWith('text/event-stream') || status >= 400) return;
    // A GET stream carries what no one POSTed for, unless it resumes one; an answer on it is nobody's.
    if (call.message?.kind === 'request') this.mode = 'sse';
    else this.mode = this.options.resumed ? 'resumed' : 'stream';
    reply.flushHead();
  }

  data(chunk: Buffer): void {
    if (this.finished || this.takenBack) return;
    this.options.call.responseBytes += chunk.length;
    if (this.mode === 'json') this.jsonData(chunk);
    else this.streamData(chunk);
  }

  /** The upstream's answer is complete. */
  end(): void {
    if (this.finished || this.takenBack) return;
    this.options.call.upstreamEndedMs ??= performance.now();
    if (this.mode === 'json') return this.endJson();
    if (this.mode === 'sse' && !this.answered) return this.endUnanswered();
    return this.finish();
  }

  /** The upstream failed, before or in the middle of its answer. */
  fail(failure: Failure): void {
    if (this.finished || this.takenBack) return;
    const { call, reply } = this.options;
    call.upstreamEndedMs ??= performance.now();
    // The answer is out already; how the stream ends after it does not matter to anyone.
    if (this.answered) return this.finish();
    if (this.isParked(failure)) {
      reply.destroy();
      return this.close();
    }
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

  /** The client has gone: nothing can be answered any more, unless it comes back for the rest. */
  abandon(): void {
    if (this.finished) return;
    const { call } = this.options;
    this.finished = true;
    this.flow?.abort();
    const isAnswer = this.mode === 'json' || this.mode === 'sse';
    if (!this.answered && isAnswer) {
      const gone = new Failure('client_gone', 'The client went away before the answer.');
      if (this.isParked(gone)) return this.options.done();
      noteFailure(call, gone);
      call.httpStatus = gone.kind.status;
    }
    this.options.seal(() => this.options.done());
  }

  /**
   * The client has taken the call back: it is over now, whatever the upstream does. Nothing answers it, as MCP has
   * it; only a stream that the client would resume says that nothing will come.
   */
  cancel(): void {
    if (this.finished || this.answered) return;
    const { call, reply } = this.options;
    const failure = takenBack();
    this.answered = true;
    this.takenBack = true;
    call.upstreamEndedMs ??= performance.now();
    noteFailure(call, failure);
    if (!reply.headSent()) call.httpStatus = failure.kind.status;
    this.sealThen(() => {
      if (!reply.headSent()) {
        reply.head(failure.kind.status, { 'content-length': '0' });
        reply.end();
      } else if (this.mode === 'json') reply.destroy();
      else if (this.splitter.resumable) this.endWithError(failure);
      else reply.end();
      this.close();
    });
  }

  /** The upstream has ended the stream and owes the answer still: it may come when the client resumes the stream. */
  private endUnanswered(): void {
    const { reply } = this.options;
    const otherwise = new Failure(
      'not_resumed',
      'The upstream server ended the stream before it answered, and nobody resumed it here in time.',
    );
    if (this.held.length > 0 || !this.isParked(otherwise)) {
      const broken = 'The upstream server ended the stream before it answered.';
      return this.fail(new Failure('upstream_broken', broken));
    }
    reply.end();
    return this.close();
  }

  /** Whether the call waits for another stream from now on. Only what a client can resume is worth waiting for. */
  private isParked(otherwise: Failure): boolean {
    return this.mode === 'sse' && this.splitter.resumable && this.options.park(otherwise);
  }

  private jsonData(chunk: Buffer): void {
    if (this.answered) return;
    this.observer.write(chunk);
    const { call } = this.options;
    if (this.observer.isBatch() && call.message?.kind === 'request' && call.httpStatus < 400) {
      this.fail(noAnswer());
      return this.flow?.abort();
    }
    if (this.heldBytes + chunk.length > HOLD_BYTES) this.release();
    this.hold(chunk);
  }

  private endJson(): void {
    const failure = this.observer.judge(this.options.call);
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

  private streamData(chunk: Buffer): void {
    if (this.behind) this.behind.push(chunk);
    else this.sseData(chunk);
  }

  private sseData(chunk: Buffer): void {
    let passed = 0;
    let found: 'answer' | 'broken' | undefined;
    const read = this.splitter.write(chunk, {
      data: (bytes) => this.observer.write(bytes),
      eventEnd: (end, isMessage) => {
        if (isMessage && this.isAnswer()) {
          found = this.observer.isWhole() ? 'answer' : 'broken';
        } else if (isMessage && this.isStray()) {
          // The client might take it for the answer to a call whose record says otherwise.
          if (this.insideEvent) found = 'broken';
          this.takeHeld();
          this.observer.reset();
          passed = end;
        } else {
          this.observer.reset();
          this.release();
          this.send(chunk.subarray(passed, end));
          this.insideEvent = false;
          passed = end;
        }
        return found !== undefined;
      },
    });
    if (found === 'broken') return this.endBroken();
    if (this.heldBytes > HOLD_EVENT_BYTES) {
      this.release();
      this.insideEvent = true;
    }
    if (passed < read) this.hold(chunk.subarray(passed, read));
    if (found === 'answer') this.sealAnswered(chunk.subarray(read));
    else if (this.splitter.onlyComments) this.release();
  }

  /** Whether the event that has just ended answers this call, or one that waited for this stream. */
  private isAnswer(): boolean {
    const { call, resumed } = this.options;
    if (this.mode === 'sse')
      return !this.answered && call.message !== null && this.observer.answers(call.message);
    const idText = this.observer.answeredId();
    const waiting = idText === null ? undefined : resumed?.(idText);
    if (waiting) this.answering = waiting;
    return waiting !== undefined;
  }

  /** Whether the event looks like an answer that nobody waits for on this stream. What a stream resumes may be owed. */
  private isStray(): boolean {
    return this.mode !== 'resumed' && this.observer.isResponse();
  }

  /** The event that should answer the call is not one JSON message: an error takes its place. */
  private endBroken(): void {
    this.takeHeld();
    const failure = brokenAnswer();
    const { call, seal } = this.answering;
    this.answered = true;
    this.takenBack = true;
    call.upstreamEndedMs = performance.now();
    noteFailure(call, failure);
    seal((stored) => {
      if (!this.finished) this.endWithError(stored === 'lost' ? auditFailure() : failure);
      this.closeAnswered();
      this.flow?.abort();
    });
  }

  /** The event that answers the call has come: it leaves when its row is durable. */
  private sealAnswered(rest: Buffer): void {
    const { call, seal } = this.answering;
    this.answered = true;
    this.behind = [rest];
    call.upstreamEndedMs = performance.now();
    this.observer.conclude(call);
    this.flow?.pause();
    seal((stored) => {
      if (this.finished) return;
      if (stored === 'lost') {
        this.endWithError(auditFailure());
        this.closeAnswered();
        // Last, because it comes back as a failure at once, and that must find the call closed.
        this.flow?.abort();
        return;
      }
      this.release();
      this.insideEvent = false;
      this.observer.reset();
      this.flow?.resume();
      this.readBehind();
    });
  }

  /** Reads on behind an answer whose row is durable; there may be another one, which waits in its turn. */
  private readBehind(): void {
    const chunks = this.behind ?? [];
    this.behind = undefined;
    for (const chunk of chunks) {
      if (!this.finished && !this.takenBack) this.streamData(chunk);
    }
  }

  /** The stream is over with its answer; where it was another's, its own record is sealed only now. */
  private closeAnswered(): void {
    if (this.finished) return;
    this.finished = true;
    this.options.seal(() => this.options.done());
  }

  /** Ends an event stream with the error as its answer: the agent would wait for ever. */
  private endWithError(failure: Failure): void {
    const { reply } = this.options;
    if (this.insideEvent) return reply.destroy();
    const idText = this.answering.call.message?.idText ?? null;
    const body = failureBody(failure, idText).toString('utf8');
    return reply.end(Buffer.from(`event: message\ndata: ${body}\n\n`));
  }

  /** The end of a stream whose answer has gone out, or of one that never had one. */
  private finish(): void {
    // The answer on it may be that of another call, whose row comes first.
    this.answering.seal(() => {
      this.sealThen(() => {
        // What is held still is an event without its end, which means nothing.
        this.options.reply.end();
        this.close();
      });
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
