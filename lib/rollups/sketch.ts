/**
 * A latency sketch that can be merged: a count for each bucket of a logarithmic scale (as DDSketch has it, Masson et
 * al., VLDB 2019). A quantile that is read from it lies within RELATIVE_ERROR of the exact one, whatever was merged.
 */
export const RELATIVE_ERROR = 0.02;
export const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
/** Milliseconds below which a duration counts as this long: the clock is not worth more. */
export const SHORTEST_MS = 0.001;

/** How many durations fell into each bucket. */
export type Sketch = Map<number, number>;

/** The bucket of a duration in milliseconds. */
export const bucketOf = (ms: number): number =>
  Math.ceil(Math.log(Math.max(ms, SHORTEST_MS)) / Math.log(GAMMA));

/** The same in SQL. @param column an expression in milliseconds */
export const bucketSql = (column: string): string =>
  `ceil(ln(greatest(${column}, ${SHORTEST_MS})) / ${Math.log(GAMMA)})::smallint`;

/** The duration that stands for a bucket: as far from one end of it as from the other, by ratio. */
const middleOf = (bucket: number) => (2 * GAMMA ** bucket) / (GAMMA + 1);

/** Adds counts to a sketch. */
export function addTo(sketch: Sketch, bucket: number, count: number): void {
  sketch.set(bucket, (sketch.get(bucket) ?? 0) + count);
}

/** The duration in milliseconds that the part `q` of all durations does not exceed; null for none. */
export function quantile(sketch: Sketch, q: number): number | null {
  let total = 0;
  for (const count of sketch.values()) total += count;
  if (total === 0) return null;
  // The same rank as in a sorted list: the smallest value with at least q of the values up to it.
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  for (const bucket of [...sketch.keys()].sort((a, b) => a - b)) {
    seen += sketch.get(bucket) ?? 0;
    if (seen >= rank) return middleOf(bucket);
  }
  return null;
}
