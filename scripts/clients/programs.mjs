/** The client programs, ready to run. What they are built from and need lives in a cache folder. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT, step } from '../support/steps.mjs';

const SOURCES = path.join(ROOT, 'scripts/clients');
const FOLDER = path.join(ROOT, 'node_modules/.cache/clients');
/** A client that has not ended after this long hangs; it is ended and what it said until then is compared. */
const DEADLINE_MS = 90_000;

/** @typedef {{ name: string, command: string, args: string[] }} Program */

/** @returns {Promise<Program[]>} */
export async function buildPrograms() {
  mkdirSync(FOLDER, { recursive: true });
  const go = path.join(FOLDER, 'go-client');
  await step('Building the Go client', 'go', ['build', '-C', path.join(SOURCES, 'go'), '-o', go, '.'], {
    hint: 'Go and its module proxy are needed.',
  });
  const environment = path.join(FOLDER, 'python');
  const python = path.join(environment, 'bin/python');
  await step('Making a Python environment', 'python3', ['-m', 'venv', environment], {
    hint: 'Python 3.10 or newer with venv is needed.',
  });
  const requirements = path.join(SOURCES, 'python/requirements.txt');
  await step('Installing the Python clients', python, ['-m', 'pip', 'install', '-q', '-r', requirements], {
    hint: 'Is PyPI reachable?',
  });
  return [
    { name: 'Go SDK', command: go, args: [] },
    { name: 'Python SDK', command: python, args: [path.join(SOURCES, 'python/sdk_client.py')] },
    { name: 'fastmcp', command: python, args: [path.join(SOURCES, 'python/fastmcp_client.py')] },
  ];
}

/**
 * @param {Program} program
 * @param {unknown} task  handed to the program as JSON
 * @returns {Promise<string[]>} what it wrote, line by line, and how it ended when it did not end well
 */
export async function runProgram({ command, args }, task) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: DEADLINE_MS });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  // One that ends before it has read its task says so by its exit code.
  child.stdin.on('error', () => undefined).end(JSON.stringify(task));
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  const lines = output.split('\n').filter((line) => line !== '');
  const end = { step: 'end', error: `exit code ${code}: ${errors.slice(-2000)}` };
  return code === 0 ? lines : [...lines, JSON.stringify(end)];
}
