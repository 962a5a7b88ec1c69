/**
 * npm run fuzz:mask: a million texts made at random from what the masker looks for. Each must be masked without
 * an error, twice as once, and JSON must stay JSON of the same shape. A short form runs in the tests.
 *
 *   npm run fuzz:mask -- --inputs 10000 --seed 7
 */
import { parseArgs } from 'node:util';
import { loadMasker } from './support/load-masker.mjs';
import { fuzzMasker } from './support/mask-fuzz.mjs';

const { values } = parseArgs({ options: { inputs: { type: 'string' }, seed: { type: 'string' } } });
const inputs = Number(values.inputs ?? 1_000_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const { createMasker } = await loadMasker();
console.log(`${inputs} inputs from seed ${seed}`);
const result = fuzzMasker(createMasker(['a-known-secret-of-ours']), {
  inputs,
  seed,
  onProgress: (done) => {
    if (done % 100_000 === 0) console.log(`${done} done`);
  },
});
console.log(
  `no bound broken: ${result.masked} texts were changed, ${result.unmaskable} took too long, ` +
    `the slowest took ${result.slowest.milliseconds.toFixed(1)} ms for ${result.slowest.text.length} characters`,
);
