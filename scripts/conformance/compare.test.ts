import { expect, it } from 'vitest';
import { compare, countPassed, tableOf } from './compare.mjs';
import type { Results } from './suite.mjs';

const check = (id: string, status = 'SUCCESS', errorMessage?: string) =>
  errorMessage === undefined ? { id, status } : { id, status, errorMessage };

const direct: Results = new Map([
  ['ping', [check('a'), check('b')]],
  ['polling', [check('a'), check('a'), check('c', 'FAILURE'), check('d', 'INFO')]],
  ['gone', [check('a')]],
]);

it('finds nothing to say about equal runs', () => {
  expect(compare(direct, direct).flatMap(({ lost }) => lost)).toEqual([]);
  expect(countPassed(direct)).toBe(5);
});

it('names each check that only the second run loses, also one that passes less often or is not there', () => {
  const through: Results = new Map([
    ['ping', [check('a'), check('b', 'FAILURE', 'no answer'), check('c')]],
    ['polling', [check('a')]],
  ]);
  const rows = compare(direct, through);
  expect(rows).toMatchObject([
    { scenario: 'ping', direct: 2, through: 2, total: 2, lost: ['b (no answer)'] },
    { scenario: 'polling', direct: 2, through: 1, total: 3, lost: ['a (was not checked)'] },
    { scenario: 'gone', direct: 1, through: 0, lost: ['a (was not checked)'] },
  ]);
  expect(tableOf(rows)).toMatch(/✗ polling +2\/3 +1\/3\n/);
  expect(tableOf(rows)).toMatch(/ {2}all +5\/6 +3\/6$/);
});
