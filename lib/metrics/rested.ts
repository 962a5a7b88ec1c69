import { setImmediate as nextTurn } from 'node:timers/promises';

/** A scrape works this long in one go, in milliseconds; then what waits has its turn. */
const SLICE_MS = 2;

/** The same pieces, with a rest for the event loop whenever they have taken a few milliseconds. */
export async function* rested<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
  let startedMs = performance.now();
  for await (const piece of pieces) {
    yield piece;
    if (performance.now() - startedMs < SLICE_MS) continue;
    await nextTurn();
    startedMs = performance.now();
  }
}
