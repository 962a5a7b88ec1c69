import { randomUUID } from 'node:crypto';
import { addressBlock } from '../net/address-block';
import type { OpenCall } from '../record/call';
import { Failure, noteFailure } from '../record/failure';
import { openCall } from '../record/seal';

/** So many refusals of strangers from one address are on record one by one in a minute, */
const PER_ADDRESS = 60;
/** and so many from all addresses together: a botnet has more addresses than a disk has room. */
const IN_ALL = 600;
/** So many addresses are told apart in a minute; what comes from others is counted together. */
const MAX_ADDRESSES = 1_000;
/** So many rows a minute say what was counted; addresses beyond it share one. */
const MAX_ROWS = 50;
const MINUTE_MS = 60_000;

/** What became of the refusals of one address in the minute that runs. */
interface Tally {
  recorded: number;
  counted: number;
  /** as it came last, for the row */
  address: string | null;
}

/**
 * Refusals of callers without a valid key. Each is on record, up to a rate; beyond it they are answered with 429 and
 * counted, and a row a minute for each address says how many there were, so that a stranger cannot fill the disk.
 * What is counted leaves no span, no line and no row of its own, and is not in tool_calls_total but in
 * refusals_aggregated_total. Callers with a valid key are never counted here.
 */
export class Refusals {
  private tallies = new Map<string, Tally>();
  private recorded = 0;
  private since: number;

  /**
   * @param count how many more have been counted instead of recorded
   * @param now milliseconds since 1970
   */
  constructor(
    private readonly count: (refusals: number) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.since = now();
  }

  /**
   * Whether a refusal goes on record by itself.
   *
   * @returns undefined when it does, otherwise the failure to answer with; it is counted already
   */
  beyondRate(call: OpenCall): Failure | undefined {
    const tally = this.tallyOf(call.clientAddress);
    if (tally.recorded < PER_ADDRESS && this.recorded < IN_ALL) {
      tally.recorded += 1;
      this.recorded += 1;
      return undefined;
    }
    tally.counted += 1;
    this.count(1);
    const seconds = Math.max(1, Math.ceil((this.since + MINUTE_MS - this.now()) / 1_000));
    return new Failure(
      'too_many_refusals',
      `Too many requests without a valid key came from this address. Try again in ${seconds} s; requests with a valid key are served.`,
      { 'retry-after': String(seconds) },
    );
  }

  /**
   * The calls that stand for what was counted, when the minute is over; a new minute begins then.
   *
   * @param isLast whether the process ends, so that nothing may wait for the end of the minute
   */
  takeRows(isLast = false): OpenCall[] {
    const from = this.since;
    const to = this.now();
    if (to - from < MINUTE_MS && !isLast) return [];
    const tallies = [...this.tallies.values()].filter(({ counted }) => counted > 0);
    this.tallies = new Map();
    this.recorded = 0;
    this.since = to;
    tallies.sort((a, b) => b.counted - a.counted);
    const rows = tallies.slice(0, MAX_ROWS).map(({ address, counted }) => row(address, counted, from, to));
    const rest = tallies.slice(MAX_ROWS).reduce((sum, { counted }) => sum + counted, 0);
    return rest === 0 ? rows : [...rows, row(null, rest, from, to)];
  }

  private tallyOf(address: string | null): Tally {
    const block = addressBlock(address) ?? '';
    const known = this.tallies.get(block);
    if (known) {
      known.address = address;
      return known;
    }
    const name = this.tallies.size < MAX_ADDRESSES ? block : 'others';
    const tally = this.tallies.get(name) ?? { recorded: 0, counted: 0, address: null };
    if (name === block) tally.address = address;
    this.tallies.set(name, tally);
    return tally;
  }
}

function row(address: string | null, counted: number, from: number, to: number): OpenCall {
  const call = openCall({ requestId: `refusals-${randomUUID()}`, httpMethod: '', clientAddress: address });
  const whence = address === null ? 'many addresses' : 'this address';
  const time = (at: number) => `${new Date(at).toISOString().slice(11, 19)} UTC`;
  const failure = new Failure(
    'too_many_refusals',
    `${counted} further requests without a valid key came from ${whence} between ${time(from)} and ${time(to)}. They were refused and are not on record one by one.`,
  );
  noteFailure(call, failure);
  call.httpStatus = failure.kind.status;
  return call;
}
