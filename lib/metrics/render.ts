import { catchUp } from '../record/afterwards';
import { writeEnd, writeHead, writeSample, type Format } from './exposition';
import { metrics } from './registry';
import { rested } from './rested';

/** A scrape, piece by piece, with every call in it that has been answered. Rests between pieces. */
export function renderMetrics(format: Format): AsyncGenerator<Buffer> {
  catchUp();
  return rested(allPieces(format));
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
