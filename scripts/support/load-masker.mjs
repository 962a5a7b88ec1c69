/** The masker as plain JavaScript, bundled as the app's build does it, so that a script measures what runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** @typedef {{ createMasker(secrets: Iterable<string>, options?: { budgetMs?: number }): import('./mask-fuzz.mjs').Masker }} MaskerModule */

/** @returns {Promise<MaskerModule>} */
export async function loadMasker() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'masker-'));
  try {
    const bundle = await rolldown({
      input: path.join(import.meta.dirname, '../../lib/mask/masker.ts'),
      platform: 'node',
    });
    const file = path.join(folder, 'masker.mjs');
    await bundle.write({ file, format: 'esm' });
    await bundle.close();
    return /** @type {MaskerModule} */ (await import(pathToFileURL(file).href));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
