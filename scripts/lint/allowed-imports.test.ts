/** Plants breaches and sees the linter refuse each, because a rule that nobody has tried may hold nothing. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOLDERS } from './folders.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const rooms = Object.keys(FOLDERS);
const folders = rooms.filter((room) => !/\.\w+$/.test(room));
const isInside = (item: string, folder: string) => item === folder || item.startsWith(`${folder}/`);

/** Every way in which TypeScript can name another file. */
const WAYS = [
  (to: string) => `import { a } from ${to};`,
  (to: string) => `import type { B } from ${to};`,
  (to: string) => `export { c } from ${to};`,
  (to: string) => `export * from ${to};`,
  (to: string) => `export const d = () => import(${to});`,
  (to: string) => `export type E = import(${to}).E;`,
];

let place = '';
let refused: { file: string; line: number }[] = [];
const planted: { file: string; what: string }[] = [];

/** A file of `folder` that imports `to` in every way, one a line. */
function plant(folder: string, to: string, what: string): void {
  const file = `${folder}/planted-${planted.length}.ts`;
  mkdirSync(path.join(place, folder), { recursive: true });
  writeFileSync(path.join(place, file), WAYS.map((way) => way(JSON.stringify(to))).join('\n'));
  planted.push({ file, what });
}

beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), 'sightline-breaches-'));
  for (const [from, room] of folders.map((name) => [name, FOLDERS[name]] as const)) {
    for (const to of folders) {
      const allowed = room?.imports.some((item) => isInside(item, to)) ?? false;
      if (from === to || allowed) continue;
      plant(from, `@/${to}/somewhere`, `${from} → ${to}`);
    }
    plant(from, path.posix.relative(from, 'unlisted/room'), `${from} → a room that is not listed`);
    plant(from, 'left-pad', `${from} → a package that is not listed`);
  }
  plant('app/logs', 'pg', 'app → the database');
  plant('app/logs', 'prom-client', 'app → a library of telemetry');
  plant('app/logs', '@opentelemetry/api', 'app → a library of telemetry');
  plant('lib/gateway', '../upstreams/http/upstream', 'gateway → a kind of upstream');
  plant('lib/gateway', '../upstreams/kinds', 'gateway → the choice of a kind');
  plant('lib/new-room', './neighbour', 'a folder that is not listed');
  writeFileSync(
    path.join(place, '.oxlintrc.json'),
    JSON.stringify({
      jsPlugins: [path.join(ROOT, 'scripts/lint/plugin.mjs')],
      categories: { correctness: 'off' },
      rules: { 'sightline/allowed-imports': 'error' },
    }),
  );
  const run = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=json', '.'],
    { cwd: place, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  const { diagnostics } = JSON.parse(run.stdout) as {
    diagnostics: { filename: string; labels: { span: { line: number } }[] }[];
  };
  refused = diagnostics.map(({ filename, labels }) => ({
    file: filename.replaceAll('\\', '/').replace(/^\.\//, ''),
    line: labels[0]?.span.line ?? 0,
  }));
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the rules of imports', () => {
  it('refuse every planted breach, whichever way it is written', () => {
    const seen = new Set(refused.map(({ file, line }) => `${file}:${line}`));
    const missed = planted.flatMap(({ file, what }) =>
      WAYS.flatMap((_, line) => (seen.has(`${file}:${line + 1}`) ? [] : [`${what}, ${file}:${line + 1}`])),
    );
    expect(planted.length).toBeGreaterThan(200);
    expect(missed).toEqual([]);
  });

  it('run from top to bottom, so that no circle of folders is possible', () => {
    for (const [index, room] of rooms.entries()) {
      for (const item of FOLDERS[room]?.imports ?? []) {
        // A file or subfolder counts as the folder that lists it.
        const at =
          rooms.findIndex((name) => item === name) >= 0
            ? rooms.indexOf(item)
            : rooms.findLastIndex((name) => isInside(item, name));
        if (item === 'package.json') continue;
        expect(at, `${room} imports ${item}, which stands above it or nowhere`).toBeGreaterThan(index);
      }
    }
  });
});
