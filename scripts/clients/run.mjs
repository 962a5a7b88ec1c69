/** Every client against every server and era, directly and through Sightline, step by step. */
import { StepError } from '../support/steps.mjs';
import { startEverything } from '../support/everything.mjs';
import { startGatewayBefore } from '../support/gateway-before.mjs';
import { startFixture } from '../conformance/fixture.mjs';
import { CALLS } from './calls.mjs';
import { buildPrograms, runProgram } from './programs.mjs';

/** The fixture serves both eras, server-everything the older one. */
const RUNS = /** @type {const} */ ([
  { server: 'fixture', era: 'legacy' },
  { server: 'fixture', era: 'newest' },
  { server: 'everything', era: 'legacy' },
  { server: 'everything', era: 'newest' },
]);

/** Throws StepError when a step differs, or when a client does not get through its steps directly. */
export async function runClients() {
  const programs = await buildPrograms();
  const [fixture, everything] = await Promise.all([startFixture(), startEverything()]);
  const direct = { fixture: fixture.url, everything: everything.url };
  const gateway = await startGatewayBefore(direct);
  const faults = [];
  try {
    for (const program of programs) {
      for (const { server, era } of RUNS) {
        const task = { key: gateway.key, era, calls: CALLS[server] };
        const expected = await runProgram(program, { ...task, url: direct[server] });
        const got = await runProgram(program, { ...task, url: gateway.urlOf(server) });
        const differences = differing(expected, got);
        differences.push(...failing(expected, task.calls));
        if (fixture.openSessions() > 0) differences.push(`${fixture.openSessions()} sessions were left open`);
        const equal = expected.filter((line, at) => got[at] === line).length;
        const mark = differences.length === 0 ? '✓' : '✗';
        process.stdout.write(
          `${mark} ${program.name}, ${server}, ${era}: ${equal} of ${expected.length} steps equal\n`,
        );
        faults.push(...differences.map((difference) => `${program.name}, ${server}, ${era}: ${difference}`));
      }
    }
  } finally {
    await gateway.stop();
    everything.stop();
    await fixture.stop();
  }
  if (faults.length > 0) throw new StepError(`Not equal to direct:\n  ${faults.join('\n  ')}`);
}

/**
 * @param {string[]} expected
 * @param {string[]} got
 * @returns {string[]} the lines that differ, shortened, both ways
 */
function differing(expected, got) {
  const short = (/** @type {string | undefined} */ line) => line?.slice(0, 600) ?? 'nothing';
  return Array.from({ length: Math.max(expected.length, got.length) }, (_, at) => at)
    .filter((at) => expected[at] !== got[at])
    .map((at) => `directly ${short(expected[at])}\n    through ${short(got[at])}`);
}

/**
 * A client that fails in both ways would compare nothing.
 *
 * @param {string[]} lines  of the direct run
 * @param {import('./calls.mjs').Call[]} calls
 * @returns {string[]} what should have worked directly and did not
 */
function failing(lines, calls) {
  const mayFail = new Set(calls.filter(({ fails }) => fails).map(({ kind, name }) => `${kind} ${name}`));
  const said = lines.map((line) => /** @type {{ step: string, error?: string }} */ (JSON.parse(line)));
  const faults = said.filter(({ step, error }) => error !== undefined && !mayFail.has(step));
  if (said.at(-1)?.step !== 'close') faults.push({ step: 'close', error: 'never came' });
  return faults.map(({ step, error }) => `${step} fails directly: ${error?.slice(0, 600)}`);
}
