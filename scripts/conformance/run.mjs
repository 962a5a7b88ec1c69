/** Runs both sets of requirements on both ways, and compares them check by check. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { say, StepError } from '../support/steps.mjs';
import { startGatewayBefore } from '../support/gateway-before.mjs';
import { startWithCredential } from '../support/with-credential.mjs';
import { compare, countPassed, tableOf } from './compare.mjs';
import { startFixture } from './fixture.mjs';
import { installSuite, runSuite } from './suite.mjs';

/**
 * What the fixture passes directly, of 84 and of 194. The 30 that it does not pass belong to the tasks
 * extension, which no release scores. Fewer would make a comparison of little.
 */
const DIRECT = { '2025-11-25': 84, '2026-07-28': 164 };

/**
 * @param {string | undefined} results  the folder for the suite's own files; undefined: they are removed
 * Throws StepError when the gateway loses a check, or the fixture does.
 */
export async function runConformance(results) {
  const suite = await installSuite();
  const folder =
    results === undefined
      ? mkdtempSync(path.join(tmpdir(), 'sightline-conformance-'))
      : path.resolve(results);
  const fixture = await startFixture();
  const gateway = await startGatewayBefore({ fixture: fixture.url });
  const front = await startWithCredential(gateway.product.url, gateway.key);
  const faults = [];
  try {
    for (const [requirements, expected] of Object.entries(DIRECT)) {
      say(`The requirements of ${requirements}, directly and through Sightline …`);
      const run = (/** @type {string} */ way, /** @type {string} */ url) =>
        runSuite(suite, url, requirements, path.join(folder, requirements, way));
      const direct = await run('direct', fixture.url);
      const through = await run('sightline', `${front.url}/mcp/fixture`);
      const rows = compare(direct, through);
      process.stdout.write(`\n${requirements}\n${tableOf(rows)}\n\n`);
      for (const { scenario, lost } of rows)
        faults.push(...lost.map((check) => `${requirements} ${scenario}: ${check}`));
      if (countPassed(direct) < expected) {
        faults.push(
          `${requirements}: the fixture itself passes ${countPassed(direct)} checks instead of ${expected}.`,
        );
      }
    }
  } finally {
    await front.stop();
    await gateway.stop();
    await fixture.stop();
    if (results === undefined) rmSync(folder, { recursive: true, force: true });
  }
  if (faults.length > 0) throw new StepError(`Not equal to direct:\n  ${faults.join('\n  ')}`);
  process.stdout.write('✓ Every check that passes directly passes through Sightline.\n');
}
