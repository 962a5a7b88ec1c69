import type { Message, OpenCall } from '../../record/call';
import { payloadOf, type Payload } from '../../record/payload';
import { Failure } from '../../record/failure';
import { JsonScanner, watch, type Member } from '../../json/scan';
import { KeptBytes } from './kept-bytes';

const WATCHED = watch([
  'jsonrpc',
  'id',
  'method',
  'result',
  'result\nisError',
  'result\nresultType',
  'result\nrequestState',
  'error',
  'error\ncode',
  'error\nmessage',
]);

/**
 * Reads one JSON-RPC message of an answer while it flows by: all bytes go through the scanner, the first
 * 64 Ki, or the two ends of a longer message, are kept for the record.
 */
export class AnswerObserver {
  private scanner = new JsonScanner(WATCHED);
  private kept = new KeptBytes();

  write(chunk: Buffer): void {
    this.scanner.write(chunk);
    this.kept.add(chunk);
  }

  /** Whether this message answers the call: a result or error with its id. It may be cut or followed by more. */
  answers(message: Message): boolean {
    if (message.kind !== 'request' || this.scanner.members.has('method')) return false;
    if (this.hasError()) {
      const id = this.scanner.scalar('id');
      if (id !== null && id !== 'null') return isAnsweredBy(message.idText, id);
      // An error about a request that could not be read has no id, or a null one.
      return this.scanner.string('jsonrpc') === '2.0';
    }
    return this.scanner.members.has('result') && isAnsweredBy(message.idText, this.scanner.scalar('id'));
  }

  /** The id of the request that this message answers, as it stands in its text; null when it answers none. */
  answeredId(): string | null {
    if (this.scanner.members.has('method')) return null;
    return this.hasError() || this.scanner.members.has('result') ? this.scanner.scalar('id') : null;
  }

  /** Whether a client may take the message for an answer, whatever the call. */
  isResponse(): boolean {
    return this.scanner.members.has('result') || this.scanner.members.has('error');
  }

  /** Whether the message is a batch, of which no part is read here: clients differ in what they make of one. */
  isBatch(): boolean {
    return this.scanner.root === '[';
  }

  /**
   * Whether the message is one JSON value from its first byte to its last, of which all readers make the same: with a
   * member twice, or a result beside an error, the client could read another answer than the record shows.
   */
  isWhole(): boolean {
    const { members, duplicate } = this.scanner;
    if (!this.scanner.isWhole() || duplicate !== null) return false;
    if (members.has('result') && members.has('error')) return false;
    const whole = this.kept.whole();
    return whole === null || isJson(whole);
  }

  /** Writes what was seen into the record: outcome, error, what kind of result it is, and the payload. */
  conclude(call: OpenCall): void {
    const { members } = this.scanner;
    const error = this.hasError() ? members.get('error') : undefined;
    const part = error ?? members.get('result');
    if (error) {
      const code = Number(this.scanner.scalar('error\ncode'));
      call.outcome = 'protocol_error';
      call.error = {
        category: 'jsonrpc_error',
        code: Number.isSafeInteger(code) ? code : null,
        message: this.scanner.string('error\nmessage') ?? 'JSON-RPC error',
      };
    } else if (this.scanner.scalar('result\nisError') === 'true') {
      call.outcome = 'tool_error';
      call.error = { category: 'tool_error', code: null, message: TOOL_ERROR };
    }
    if (!part) return;
    call.responsePayload = this.payload(part);
    if (error) return;
    call.resultType = this.scanner.string('result\nresultType');
    call.stateGiven = this.stringAt(members.get('result\nrequestState'));
    if (call.error?.category === 'tool_error' && typeof call.responsePayload === 'string')
      call.error.message = firstText(call.responsePayload) ?? TOOL_ERROR;
  }

  /**
   * Decides the outcome of a whole answer that is no event stream: JSON, anything else, or empty.
   *
   * @returns a failure when it is no answer at all: the agent must not get it whole
   */
  judge(call: OpenCall): Failure | null {
    const { message, httpStatus: status } = call;
    const isAnswer = message !== null && this.answers(message);
    const failed = status >= 400;
    // Clients take no result that comes with the status of a failure.
    if (isAnswer && this.isWhole() && !(failed && !this.hasError())) {
      this.conclude(call);
    } else if (failed && !(status === 405 && message === null)) {
      // (405 to GET or DELETE is how a server without streams or sessions says so: no failure.)
      call.outcome = 'upstream_error';
      call.error = {
        category: 'upstream_http_error',
        code: null,
        message: `The upstream server answered HTTP ${status}.`,
      };
      if (this.hasError() && this.scanner.string('jsonrpc') === '2.0' && this.isWhole()) this.conclude(call);
    } else if (message?.kind === 'request') {
      return isAnswer ? brokenAnswer() : noAnswer();
    }
    return null;
  }

  /** Ready for the next message. */
  reset(): void {
    this.scanner = new JsonScanner(WATCHED);
    this.kept = new KeptBytes();
  }

  /** A JSON-RPC error object; {"error": "slow down"} of some API in front of the server is none. */
  private hasError(): boolean {
    const code = this.scanner.scalar('error\ncode');
    return code !== null && /^-?\d/.test(code);
  }

  private payload({ start, end }: Member): Payload {
    const whole = this.kept.whole();
    if (whole) return payloadOf(whole.toString('utf8', start, end), this.scanner.tooDeep);
    return { ...this.kept.ends(start, end), total: end - start };
  }

  /** A string of any length, as far as the message has been kept whole. */
  private stringAt(member: Member | undefined): string | null {
    const whole = member && this.kept.whole();
    if (!whole) return null;
    const value: unknown = JSON.parse(whole.toString('utf8', member.start, member.end));
    return typeof value === 'string' ? value : null;
  }
}

/** What the upstream sent is no answer to the request. */
export const noAnswer = () =>
  new Failure(
    'upstream_invalid_answer',
    'The upstream server answered with something that is no MCP answer.',
  );

/** The answer is there, but it is cut, or more follows it: nobody could read it. */
export const brokenAnswer = () =>
  new Failure(
    'upstream_invalid_answer',
    'The upstream server answered with something that is not one complete JSON message.',
  );

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

const TOOL_ERROR = 'The tool reported an error (isError).';
const MAX_ERROR_TEXT = 1_000;

/** What a tool says of its failure: the first text block of its result. */
function firstText(result: string): string | null {
  try {
    const { content } = JSON.parse(result) as { content?: { text?: unknown }[] };
    const text = content?.find((block) => typeof block.text === 'string')?.text;
    return typeof text === 'string' && text.length <= MAX_ERROR_TEXT ? text : null;
  } catch {
    return null;
  }
}

/** 1 and 1, "a" and "a", and "a" written with an escape. */
export function sameId(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  if (a === b) return true;
  try {
    return JSON.parse(a) === JSON.parse(b);
  } catch {
    return false;
  }
}

/**
 * Whether an answer with this id is the answer to a request with that one. The clients of the SDK number their
 * requests and take "5" for the answer to 5; where the request's id is text, it is that text.
 */
export function isAnsweredBy(requestId: string | null, answerId: string | null): boolean {
  if (requestId === null || answerId === null) return false;
  if (sameId(requestId, answerId)) return true;
  if (requestId.startsWith('"') || !answerId.startsWith('"')) return false;
  try {
    return Number(JSON.parse(answerId)) === Number(requestId);
  } catch {
    return false;
  }
}
