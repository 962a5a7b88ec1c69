import type { Failure } from '../../record/failure';
import type { Answer } from '../port';
import { EventStream, type Pressure } from './event-stream';

export interface PostAnswerOptions {
  answer: Answer;
  /** whether the agent takes an event stream */
  takesStream: boolean;
  /** of the answer, whatever it becomes */
  headers: Record<string, string>;
  pressure: Pressure;
  abort: () => void;
}

/**
 * The answer to one POSTed request: plain JSON when the server says nothing before it answers, an event stream as
 * soon as it does.
 */
export class PostAnswer {
  private stream: EventStream | undefined;
  private over = false;

  constructor(private readonly options: PostAnswerOptions) {}

  get takesStream(): boolean {
    return this.options.takesStream;
  }

  /** A message that belongs to the request and does not answer it. Only where takesStream. */
  event(message: Buffer): void {
    if (this.over) return;
    const { answer, headers, pressure, abort } = this.options;
    this.stream ??= new EventStream(answer, headers, pressure, abort);
    this.stream.send(message);
  }

  /** @param status where it is sent as JSON @param headers instead of those that it began with */
  finish(message: Buffer, status: number, headers = this.options.headers): void {
    if (this.over) return;
    this.over = true;
    if (this.stream) {
      this.stream.send(message);
      this.stream.end();
      return;
    }
    const { answer, abort } = this.options;
    const flow = { pause: () => undefined, resume: () => undefined, abort };
    const length = String(message.length);
    answer.head(status, { ...headers, 'content-type': 'application/json', 'content-length': length }, flow);
    answer.data(message);
    answer.end();
  }

  fail(failure: Failure): void {
    if (this.over) return;
    this.drop();
    this.options.answer.fail(failure);
  }

  /** Nobody waits for it any more. */
  drop(): void {
    this.over = true;
    this.stream?.drop();
  }
}
