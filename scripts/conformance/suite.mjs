/**
 * The official suite as a program. It needs Node 22 and dozens of packages that nothing else here needs, so
 * both live in a cache folder of their own: as dependencies they would stand in the way of the system's Node.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, step, StepError } from '../support/steps.mjs';

const SUITE = '@modelcontextprotocol/conformance';
const SUITE_VERSION = '0.2.0-alpha.12';
const NODE_VERSION = '22.23.3';
const FOLDER = path.join(ROOT, 'node_modules/.cache/conformance-suite');
/** One scenario's folder: which scenario, and when it ran. */
const RESULT = /^server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/;

/**
 * @typedef {{ node: string, entry: string }} Suite
 * @typedef {{ id: string, status: string, errorMessage?: string }} Check
 * @typedef {Map<string, Check[]>} Results  the checks of each scenario
 */

/** @returns {Promise<Suite>} the suite and a Node that runs it, installed when they are not there yet */
export async function installSuite() {
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= 22;
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const wanted = [`${SUITE}@${SUITE_VERSION}`, ...(isNewEnough ? [] : [`${nodePackage}@${NODE_VERSION}`])];
  const stamp = path.join(FOLDER, 'installed.json');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== JSON.stringify(wanted)) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    await step('Installing the conformance suite', 'npm', ['install', '--prefix', FOLDER, ...wanted], {
      hint: 'Is the npm registry reachable? Node 22 or newer needs no second Node.',
    });
    writeFileSync(stamp, JSON.stringify(wanted));
  }
  const modules = path.join(FOLDER, 'node_modules');
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return {
    node: isNewEnough ? process.execPath : path.join(modules, nodePackage, program),
    entry: path.join(modules, SUITE, 'dist/index.js'),
  };
}

/**
 * Runs one set of requirements against a server.
 *
 * @param {Suite} suite
 * @param {string} url  must name localhost: another name leaves the scenario of DNS rebinding out
 * @param {string} requirements  the date of a protocol revision
 * @param {string} folder  where the suite writes its files; emptied first
 * @returns {Promise<Results>}
 * Throws StepError when the suite wrote nothing.
 */
export async function runSuite(suite, url, requirements, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = [suite.entry, 'server', '--url', url, '--requirements', requirements, '-o', folder];
  const child = spawn(suite.node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  // Its exit code says whether all scored scenarios passed; what counts here stands in its files.
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  const results = readResults(folder);
  if (results.size === 0) throw new StepError(`The conformance suite did not run.\n${output.slice(-5000)}`);
  return results;
}

/**
 * @param {string} folder
 * @returns {Results}
 */
function readResults(folder) {
  const results = new Map();
  for (const name of readdirSync(folder).sort()) {
    const scenario = RESULT.exec(name)?.[1];
    const file = path.join(folder, name, 'checks.json');
    if (scenario !== undefined && existsSync(file))
      results.set(scenario, JSON.parse(readFileSync(file, 'utf8')));
  }
  return results;
}
