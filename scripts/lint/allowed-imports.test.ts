/** Plants breaches and sees the linter refuse each, because a rule that nobody has tried may hold nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOLDERS } from './folders.mjs';
import { roomOf } from './plugin.mjs';

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
  (to: string) => `export const f = require(${to});`,
  (to: string) => `import g = require(${to});`,
  (to: string) => `export const h = () => import(\`${to.slice(1, -1)}\`);`,
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

/** What the linter refuses of what has been planted. */
function lint(): { file: string; line: number }[] {
  const run = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--format=json', '.'],
    { cwd: place, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  const { diagnostics } = JSON.parse(run.stdout) as {
    diagnostics: { filename: string; labels: { span: { line: number } }[] }[];
  };
  return diagnostics.map(({ filename, labels }) => ({
    file: filename.replaceAll('\\', '/').replace(/^\.\//, ''),
    line: labels[0]?.span.line ?? 0,
  }));
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
  plant('lib/gateway', '@/lib/gateway/../upstreams/http/pools', 'a way round over the folder itself');
  plant('lib/gateway', './relay.test', 'product code → a test');
  writeFileSync(
    path.join(place, '.oxlintrc.json'),
    JSON.stringify({
      jsPlugins: [path.join(ROOT, 'scripts/lint/plugin.mjs')],
      categories: { correctness: 'off' },
      rules: { 'sightline/allowed-imports': 'error' },
    }),
  );
  refused = lint();
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

  it('refuse what cannot be judged', () => {
    const trials = [
      'export const a = (b: string) => import(b);',
      "import { createRequire } from 'node:module';\nexport const c = createRequire(import.meta.url);",
      "export const d = process.getBuiltinModule('fs');",
    ];
    for (const [index, text] of trials.entries())
      writeFileSync(path.join(place, 'lib/mask', `trial-${index}.ts`), text);
    const seen = new Set(lint().map(({ file }) => file));
    for (const index of trials.keys()) expect(seen, trials[index]).toContain(`lib/mask/trial-${index}.ts`);
  });

  it('run from top to bottom, so that no circle of folders is possible', () => {
    for (const [index, room] of rooms.entries()) {
      for (const item of FOLDERS[room]?.imports ?? []) {
        if (item === 'package.json') continue;
        // A file counts as the folder that lists it; `lib` stands for the files that lie directly in it.
        const place = item in FOLDERS ? item : roomOf(`${item}.ts`);
        expect(place, `${room} may import ${item}, which is in no folder of the list`).toBeDefined();
        expect(rooms.indexOf(place ?? ''), `${room} imports ${item}, which stands above it`).toBeGreaterThan(
          index,
        );
        const file = path.join(ROOT, item);
        expect(existsSync(file) || existsSync(`${file}.ts`) || item === 'lib/generated', item).toBe(true);
      }
    }
  });
});
