import type { OpenCall } from '../record/call';
import { Failure, noteFailure } from '../record/failure';
import { sameId } from './message/observe-answer';
import { placeOfCall, type ParkedCalls } from './parked-calls';

/** A call that waits for its answer. */
export interface RunningCall {
  call: OpenCall;
  /** ends it as one that its client has taken back, and gives its upstream request up */
  cancel: () => void;
}

/** The category and sentence of a call that its client took back. */
export const takenBack = () =>
  new Failure('client_cancelled', 'The client cancelled the call (notifications/cancelled).');

/** The calls that this process has open, so that a cancellation finds the one that it is about. */
export class RunningCalls {
  private readonly calls = new Set<RunningCall>();

  constructor(private readonly parked: ParkedCalls) {}

  /** @returns to be called when it is over */
  add(running: RunningCall): () => void {
    this.calls.add(running);
    return () => void this.calls.delete(running);
  }

  /**
   * Ends the call that a notifications/cancelled names: of the same key, server and session, so that nobody ends
   * another's. Without a session ids say nothing: clients that share a key count alike.
   */
  cancel(cancellation: OpenCall): void {
    const place = placeOfCall(cancellation);
    const idText = cancellation.message?.cancels ?? null;
    if (place === undefined || idText === null) return;
    // Looked through only now, so that calls pay nothing for it.
    for (const { call, cancel } of this.calls) {
      if (call.message?.kind !== 'request' || !sameId(call.message.idText, idText)) continue;
      if (placeOfCall(call) === place) return cancel();
    }
    const parked = this.parked.take(place, idText);
    if (!parked) return;
    noteFailure(parked.call, takenBack());
    parked.seal(() => undefined);
  }
}
