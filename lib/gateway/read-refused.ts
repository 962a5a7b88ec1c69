import type { OpenCall } from '../record/call';
import { Failure } from '../record/failure';
import type { Exchange } from './lanes/exchange';
import { readMessage } from './message/read';

/** Of a call that is refused anyway so much is read, and for so long it is waited. */
const MAX_BYTES = 64 * 1024;
const WITHIN_MS = 1_000;
/** Strangers' calls whose message is read, each second; the others leave a row without method and tool. */
const STRANGERS_PER_SECOND = 20;

/** How many messages of callers that nobody knows may be read. */
export class Strangers {
  private left = STRANGERS_PER_SECOND;
  private sinceMs = performance.now();

  /** @returns whether one more may be read now */
  admit(): boolean {
    const now = performance.now();
    this.left = Math.min(
      STRANGERS_PER_SECOND,
      this.left + ((now - this.sinceMs) / 1_000) * STRANGERS_PER_SECOND,
    );
    this.sinceMs = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}

/**
 * Reads of a call that is refused what it was about: method, tool, size and the id that the error carries. What
 * it says beside that is kept only of callers that were let in. Never throws: a message that is no good changes nothing
 * about the refusal.
 *
 * @param isKnown whether the caller's key is valid
 */
export async function readRefused(
  exchange: Exchange,
  call: OpenCall,
  isKnown: boolean,
  strangers: Strangers,
): Promise<void> {
  if (exchange.method !== 'POST') return;
  const declared = Number(exchange.header('content-length') ?? 0) || 0;
  call.requestBytes = declared;
  if (declared > MAX_BYTES || !(isKnown || strangers.admit())) return;
  const body = await soon(exchange.readBody(MAX_BYTES));
  if (!body) return;
  try {
    readMessage(body, exchange, call);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
  if (call.message && !isKnown) call.message.payload = null;
}

/** What was read, or nothing when it does not come soon or is too much. */
function soon(reading: Promise<Buffer>): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), WITHIN_MS).unref();
    reading.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}
