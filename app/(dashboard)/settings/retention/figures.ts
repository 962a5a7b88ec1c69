const numbers = new Intl.NumberFormat('en-GB');

/** "1,842,065" */
export const number = (value: number): string => numbers.format(value);

/** "1 day", "1,284 calls" */
export const amount = (value: number, noun: string): string =>
  `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as people read them, with three figures: "3.54 GB". */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`;
}

/** "2026-08-26 00:00:04.118 UTC" of an ISO text */
export const exact = (at: string): [date: string, time: string] => [
  at.slice(0, 10),
  `${at.slice(11, 23)} UTC`,
];
