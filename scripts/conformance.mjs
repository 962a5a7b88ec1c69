/**
 * npm run conformance: the official MCP conformance suite against a server of ours, directly and through
 * Sightline, for both protocol eras. Ends with an error that names each check that only the gateway loses.
 *
 *   npm run conformance -- --results DIR    keeps what the suite wrote about every check
 */
import { parseArgs } from 'node:util';
import { buildApp, checkNode, generateClient, installPackages, orExplain, ROOT } from './support/steps.mjs';

process.chdir(ROOT);
await orExplain(async () => {
  const { values } = parseArgs({ options: { results: { type: 'string' } } });
  checkNode();
  await installPackages();
  await generateClient();
  await buildApp();
  // This one needs the packages.
  const { runConformance } = await import('./conformance/run.mjs');
  await runConformance(values.results);
});
