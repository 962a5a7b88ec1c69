import type { OpenCall } from '../record/call';

/** Streams on which silence is normal, and that last as long as their client: the legacy GET stream and the modern listen request. */
export function isOpenEnded({ httpMethod, message }: Pick<OpenCall, 'httpMethod' | 'message'>): boolean {
  return httpMethod === 'GET' || message?.method === 'subscriptions/listen';
}

export interface OpenEndedStream {
  /** whether a call waits for its answer on this stream still */
  isOwed: () => boolean;
  end: () => void;
}

/** The open-ended streams of this process: a stop ends them, because waiting for them would never end. */
export class OpenEndedStreams {
  private readonly streams = new Set<OpenEndedStream>();

  /** @returns to be called when it is over */
  add(stream: OpenEndedStream): () => void {
    this.streams.add(stream);
    return () => void this.streams.delete(stream);
  }

  /** Ends all but those that are to bring an answer still. To be called again until they have. */
  endAll(): void {
    for (const stream of this.streams) if (!stream.isOwed()) stream.end();
  }
}
