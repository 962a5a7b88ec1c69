import { setImmediate as nextTurn } from 'node:timers/promises';
import { catchUp } from '../record/afterwards';
import { writeEnd, writeHead, writeSample, type Format } from './exposition';
import { metrics } from './registry';

/** A scrape works this long in one go, in milliseconds; then what waits has its turn. */
const SLICE_MS = 4;

/** A scrape, piece by piece, with every call in it that has been answered. Rests between pieces. */
export async function* renderMetrics(format: Format): AsyncGenerator<Buffer> {
  catchUp();
  let startedMs = performance.now();
  for await (const piece of allPieces(format)) {
    yield piece;
    if (performance.now() - startedMs < SLICE_MS) continue;
    await nextTurn();
    startedMs = performance.now();
  }
}

async function* allPieces(format: Format): AsyncGenerator<Buffer> {
  const { registry, families } = metrics();
  // These are few and read from elsewhere, so each is written anew.
  for (const { name } of registry.getMetricsAsArray()) {
    const metric = registry.getSingleMetric(name);
    if (!metric) continue;
    const { values, ...head } = await metric.get();
    let text = writeHead({ ...head, type: String(head.type) }, format);
    for (const sample of values) text += writeSample(name, '', sample, format);
    yield Buffer.from(text);
  }
  for (const family of families) yield* family.pieces(format);
  yield Buffer.from(writeEnd(format));
}
