/**
 * npm run bench: what one call costs on each lane, against a bare pass-through and an empty Next route
 * handler. A benchmark, not a timed test: a missed target is reported and does not fail, an incomplete
 * record does.
 *
 *   npm run bench                 the full run, under six minutes; writes bench/RESULTS.md
 *   npm run bench -- --quick      one short round, printed only
 *   npm run bench -- scrape       what a scrape of 10,000 series costs, beside prom-client's own
 *   npm run bench -- --profile    where the direct lane's CPU goes, by module and by function
 *   npm run bench -- mask         what masking finds and costs; writes bench/MASKING.md
 */
import { parseArgs } from 'node:util';
import { buildApp, checkNode, generateClient, installPackages, orExplain, ROOT } from './support/steps.mjs';

process.chdir(ROOT);
await orExplain(async () => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean' }, profile: { type: 'boolean' } },
    allowPositionals: true,
  });
  checkNode();
  await installPackages();
  if (positionals.includes('mask')) {
    const { benchmarkMasking } = await import('./bench/mask.mjs');
    await benchmarkMasking();
    return;
  }
  if (positionals[0] === 'scrape') {
    const { benchScrape } = await import('./bench/scrape.mjs');
    return benchScrape();
  }
  await generateClient();
  await buildApp();
  // These need the packages.
  if (values.profile) {
    const { profileDirectLane } = await import('./bench/profile.mjs');
    await profileDirectLane();
  } else {
    const { runBenchmark } = await import('./bench/run.mjs');
    await runBenchmark({ quick: values.quick ?? false });
  }
  return undefined;
});
