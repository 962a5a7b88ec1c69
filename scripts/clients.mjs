/**
 * npm run clients: MCP clients of other languages (the official Go SDK, the official Python SDK, fastmcp)
 * do the same directly and through Sightline. Ends with an error that shows each step that differs.
 * Needs Go and Python 3.10 or newer.
 */
import { buildApp, checkNode, generateClient, installPackages, orExplain, ROOT } from './support/steps.mjs';

process.chdir(ROOT);
await orExplain(async () => {
  checkNode();
  await installPackages();
  await generateClient();
  await buildApp();
  // This one needs the packages.
  const { runClients } = await import('./clients/run.mjs');
  await runClients();
});
