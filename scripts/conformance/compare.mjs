/**
 * Two runs of the suite side by side. Passed checks are what counts: the suite also puts a tick before a
 * scenario that checked nothing, and a run that fails early has fewer checks that can fail.
 */

/** @typedef {import('./suite.mjs').Results} Results */
/** @typedef {import('./suite.mjs').Check} Check */
/** @typedef {{ scenario: string, direct: number, through: number, total: number, lost: string[] }} Row */

const passes = (/** @type {Check} */ check) => check.status === 'SUCCESS';

/** @param {Results} results */
export const countPassed = (results) => [...results.values()].flat().filter(passes).length;

/**
 * @param {Results} direct
 * @param {Results} through
 * @returns {Row[]} one for each scenario, in the order of the direct run; `total` counts what it passed or
 *   failed directly, `lost` names what passed directly and does not pass through the gateway, and why
 */
export function compare(direct, through) {
  return [...direct].map(([scenario, checks]) => {
    const others = through.get(scenario) ?? [];
    return {
      scenario,
      direct: checks.filter(passes).length,
      through: others.filter(passes).length,
      total: checks.filter((check) => passes(check) || check.status === 'FAILURE').length,
      lost: lostChecks(checks, others),
    };
  });
}

/**
 * A check may stand several times in a scenario, once for each message it looked at.
 *
 * @param {Check[]} direct
 * @param {Check[]} through
 */
function lostChecks(direct, through) {
  const ids = new Set(direct.filter(passes).map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const same = through.filter((check) => check.id === id);
    const missing =
      direct.filter((check) => check.id === id && passes(check)).length - same.filter(passes).length;
    const reason = same.find((check) => !passes(check))?.errorMessage ?? 'was not checked';
    return missing > 0 ? [`${id} (${reason})`] : [];
  });
}

/**
 * @param {Row[]} rows
 * @returns {string} a table for a terminal
 */
export function tableOf(rows) {
  const sum = (/** @type {'direct' | 'through' | 'total'} */ column) =>
    rows.reduce((sum, row) => sum + row[column], 0);
  const all = {
    scenario: 'all',
    direct: sum('direct'),
    through: sum('through'),
    total: sum('total'),
    lost: [],
  };
  const width = Math.max(...rows.map(({ scenario }) => scenario.length));
  const line = (/** @type {Row} */ { scenario, direct, through, total, lost }) =>
    `${lost.length > 0 ? '✗' : ' '} ${scenario.padEnd(width)}  ${of(direct, total)}  ${of(through, total)}`;
  return [`  ${'checks passed'.padEnd(width)}     direct  sightline`, ...rows.map(line), line(all)].join(
    '\n',
  );
}

/** @param {number} passed @param {number} total */
const of = (passed, total) => `${passed}/${total}`.padStart(9);
