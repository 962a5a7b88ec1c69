/**
 * npm start: everything that a fresh clone needs, then the server. npm run dev: the same without a build.
 * The second start finds everything in place and goes straight to serving.
 */
import { buildApp, checkNode, generateClient, installPackages, orExplain, ROOT } from './support/steps.mjs';

process.chdir(ROOT);
await orExplain(async () => {
  checkNode();
  await installPackages();
  await generateClient();
  if (!process.argv.includes('--dev')) await buildApp();
});
await import(new URL('../server.mjs', import.meta.url).href);
