/**
 * The files that one call runs through on the direct lane, to its row: what is imported (types left out) from where
 * the lane hands the request over, from the upstream's kind and from the sinks. ARCHITECTURE.md shows them;
 * architecture.test.ts holds the document to this list. Run by itself it prints the table of the document.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const HEAD = ['server.mjs', 'lib/boot/serve.ts'];
const ENTRIES = [
  'lib/gateway/gateway.ts',
  'lib/upstreams/kinds.ts',
  'lib/upstreams/http/upstream.ts',
  'lib/boot/sinks.ts',
  'lib/audit/writer.ts',
];
/** The web lane is the other one; the database's client is a library's. */
const ELSEWHERE = /^lib\/(?:gateway\/lanes\/web|generated|database)/;

/** @returns {{ file: string, lines: number }[]} in the order in which they are reached */
export function pathOfACall() {
  const reached = [...HEAD];
  /** @param {string} file */
  const visit = (file) => {
    if (reached.includes(file) || ELSEWHERE.test(file)) return;
    reached.push(file);
    for (const target of importsOf(file)) visit(target);
  };
  for (const entry of ENTRIES) visit(entry);
  return reached.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
}

/** @param {string} file @returns {string[]} files of ours that it imports for more than their types */
function importsOf(file) {
  const statements = read(file).matchAll(/^(?:import|export)\s+(?!type\b)([^;]*?)\s*from\s+'([.@][^']+)';/gm);
  return [...statements].flatMap(([, names = '', source = '']) => {
    const onlyTypes = /^\{(?:\s*type\s+\w+(?:\s+as\s+\w+)?\s*,?)+\s*\}$/.test(names);
    if (onlyTypes) return [];
    const target = source.startsWith('@/')
      ? source.slice(2)
      : path.posix.join(path.posix.dirname(file), source);
    return existsSync(path.join(ROOT, `${target}.ts`)) ? [`${target}.ts`] : [];
  });
}

/** @param {string} file */
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = pathOfACall();
  for (const { file, lines } of files) process.stdout.write(`| \`${file}\` | ${lines} |\n`);
  const sum = files.reduce((total, { lines }) => total + lines, 0);
  process.stdout.write(`${files.length} files, ${sum} lines\n`);
}
