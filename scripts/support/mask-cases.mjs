/**
 * The masker's own cases: invented texts by kind. In the files a secret stands between « and », and ¦ splits it,
 * so that no scanner of a hosting site takes an invented token for a real one; both are taken out here.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ kind: string, text: string, secret: string }} Positive */
/** @typedef {{ kind: string, text: string }} Negative */

const folder = path.join(import.meta.dirname, '../../lib/mask/cases');

/** @returns {[string, string][]} */
const read = (/** @type {string} */ name) =>
  Object.entries(
    /** @type {Record<string, string[]>} */ (JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
  ).flatMap(([kind, texts]) => texts.map((text) => /** @type {[string, string]} */ ([kind, text])));

/** @returns {Positive[]} texts with a secret that must not survive */
export const positives = () =>
  read('positive.json').map(([kind, marked]) => ({
    kind,
    text: marked.replaceAll(/[«»¦]/g, ''),
    secret: (/«(.*?)»/s.exec(marked)?.[1] ?? '').replaceAll('¦', ''),
  }));

/** @returns {Negative[]} texts that must stay as they are */
export const negatives = () => read('negative.json').map(([kind, text]) => ({ kind, text }));
