/**
 * npm run demo: a real MCP client calls two real MCP servers through Sightline, one over HTTP and one over stdio, and
 * a call to each is shown as trace, metrics, audit row and log line. Ends with an error that says which of them is missing, or
 * which two disagree.
 *
 *   npm run demo -- --keep    leaves everything running, to look around in the web app
 */
import { parseArgs } from 'node:util';
import { buildApp, checkNode, generateClient, installPackages, orExplain, ROOT } from './support/steps.mjs';

process.chdir(ROOT);
await orExplain(async () => {
  const { values } = parseArgs({ options: { keep: { type: 'boolean' } } });
  checkNode();
  await installPackages();
  await generateClient();
  await buildApp();
  // This one needs the packages.
  const { runDemo } = await import('./demo/run.mjs');
  await runDemo({ keep: values.keep ?? false });
});
