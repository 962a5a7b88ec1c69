import type { OpenCall } from '../record/call';
import { currentMasker } from '../mask/current-masker';
import { sealCall } from '../record/seal';
import type { AuditResult, Sinks } from '../record/sinks';
import { placeServerSpans, type CallSpans } from '../traces/place';
import type { Span } from '../traces/context';
import type { Exchange } from './lanes/exchange';
import { noteProbe } from './probe';

/** The life of one record: its spans are placed once, it is sealed once, whoever asks. */
export class CallLife {
  private placed: CallSpans | undefined;
  private stored: AuditResult | undefined;
  private waiting: ((stored: AuditResult) => void)[] | undefined;

  constructor(
    private readonly call: OpenCall,
    private readonly exchange: Exchange,
    private readonly tools: { sinks: Sinks<CallSpans>; instanceId: string },
    private readonly ambient: Span | undefined,
  ) {}

  spans(): CallSpans {
    const headers = {
      traceparent: this.exchange.header('traceparent'),
      tracestate: this.exchange.header('tracestate'),
    };
    return (this.placed ??= placeServerSpans(this.call, headers, this.ambient));
  }

  /** Calls back when the row is durable, or lost, or known not to be needed; at once when that is known. */
  readonly seal = (then: (stored: AuditResult) => void): void => {
    if (this.stored !== undefined) return then(this.stored);
    if (this.waiting) return void this.waiting.push(then);
    const waiting = (this.waiting = [then]);
    noteProbe(this.call);
    const { sinks, instanceId } = this.tools;
    sealCall(this.call, this.spans(), { masker: currentMasker(), instanceId }, sinks, (stored) => {
      this.stored = stored;
      for (const one of waiting) one(stored);
    });
  };
}
