import type { Message, OpenCall } from '../../record/call';
import { MAX_KEPT_CHARACTERS } from '../../record/close';
import { joined } from '../../joined';
import { noteFailure, Failure } from '../../record/failure';
import { JsonScanner, watch } from '../../json/scan';

const WATCHED = watch([
  'id',
  'method',
  'result',
  'result\nisError',
  'error',
  'error\ncode',
  'error\nmessage',
]);

/**
 * Reads one JSON-RPC message of an answer while it flows by: all bytes go through the scanner, the first
 * 64 Ki are kept for the record.
 */
export class AnswerObserver {
  private scanner = new JsonScanner(WATCHED);
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private bytes = 0;

  write(chunk: Buffer): void {
    this.scanner.write(chunk);
    this.bytes += chunk.length;
    if (this.bytes <= MAX_KEPT_CHARACTERS) {
      this.kept.push(chunk);
      this.keptBytes += chunk.length;
    }
  }

  /** Whether this message answers the call: a result or error with its id. */
  answers(message: Message): boolean {
    if (message.kind !== 'request' || this.scanner.members.has('method')) return false;
    if (this.scanner.members.has('error')) {
      const id = this.scanner.scalar('id');
      // An error about a request that could not be read has no id, or a null one.
      return id === null || id === 'null' || sameId(id, message.idText);
    }
    return this.scanner.members.has('result') && sameId(this.scanner.scalar('id'), message.idText);
  }

  /** Writes what was seen into the record: outcome, error and the payload's text. */
  conclude(call: OpenCall): void {
    const { members } = this.scanner;
    const error = members.get('error');
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
      call.error = { category: 'tool_error', code: null, message: 'The tool reported an error (isError).' };
    }
    const whole = this.keptBytes === this.bytes && !this.scanner.tooDeep;
    call.responseTruncated = !whole;
    if (!whole || !part) return;
    call.responsePayload = joined(this.kept).toString('utf8', part.start, part.end);
    if (call.error?.category === 'tool_error')
      call.error.message = firstText(call.responsePayload) ?? TOOL_ERROR;
  }

  /**
   * Decides the outcome of a whole answer that is no event stream: JSON, anything else, or empty.
   *
   * @param canRefuse whether the agent can still be told something else
   * @returns a failure when it is no answer at all
   */
  judge(call: OpenCall, canRefuse: boolean): Failure | null {
    const { message, httpStatus: status } = call;
    if (message && this.answers(message)) {
      this.conclude(call);
    } else if (status >= 400 && !(status === 405 && message === null)) {
      // (405 to GET or DELETE is how a server without streams or sessions says so: no failure.)
      call.outcome = 'upstream_error';
      call.error = {
        category: 'upstream_http_error',
        code: null,
        message: `The upstream server answered HTTP ${status}.`,
      };
      if (this.scanner.members.has('error')) this.conclude(call);
    } else if (message?.kind === 'request') {
      const failure = new Failure(
        'upstream_invalid_answer',
        'The upstream server answered with something that is no MCP answer.',
      );
      if (canRefuse) return failure;
      noteFailure(call, failure);
    }
    return null;
  }

  /** Ready for the next message. */
  reset(): void {
    this.scanner = new JsonScanner(WATCHED);
    this.kept = [];
    this.keptBytes = 0;
    this.bytes = 0;
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
function sameId(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  if (a === b) return true;
  try {
    return JSON.parse(a) === JSON.parse(b);
  } catch {
    return false;
  }
}
