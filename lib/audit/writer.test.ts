import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../record/call';
import { CLOCK } from './devices/held-connection';
import {
  createAuditWriter,
  DEFAULT_AUDIT_OPTIONS,
  type AuditWriter,
  type AuditWriterOptions,
} from './writer';

const record = (id: string) =>
  ({
    id,
    arrivedAt: 0,
    maskCounts: {},
    arguments: '{}',
    response: null,
    traceId: '',
    spanId: '',
  }) as unknown as CallRecord;

/** A pool whose answer to each INSERT and to each probe the test decides; ids are the second parameter. */
function fakePool(
  insert: (ids: string[], degraded: boolean) => Promise<void>,
  probe: () => Error | null = () => null,
): pg.Pool {
  const query = async (
    { text, values = [] }: { text: string; values?: string[] },
    done: (error: Error | null, result?: object) => void,
  ) => {
    if (text.includes('audit_probe')) return done(probe());
    if (text === CLOCK) return done(null, { rows: [{ now: Date.now() }] });
    const ids = (values[1] ?? '').slice(1, -1).replaceAll('"', '').split(',');
    try {
      await insert(ids, JSON.stringify(values).includes('refused the payload'));
    } catch (error) {
      return done(error as Error);
    }
    return done(null, { rowCount: ids.length });
  };
  const client = { query, on: () => undefined, release: () => undefined };
  return {
    connect: (done: (error: undefined, client: unknown) => void) => done(undefined, client),
  } as unknown as pg.Pool;
}

const writerOn = (pool: pg.Pool, options?: AuditWriterOptions) =>
  createAuditWriter(
    pool,
    { rows: () => undefined, write: () => undefined, gaveUp: () => undefined, back: () => undefined },
    options,
  );

const append = (writer: AuditWriter, id: string) =>
  new Promise<boolean>((done) => writer.append(record(id), done));

const refused = () => Object.assign(new pg.DatabaseError('invalid', 0, 'error'), { code: '22P02' });
const diskFull = () => Object.assign(new pg.DatabaseError('full', 0, 'error'), { code: '53100' });
const gone = () => Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });

describe('the audit writer', () => {
  it('shares one INSERT between calls that wait at the same time', async () => {
    const batches: string[][] = [];
    const writer = writerOn(
      fakePool(async (ids) => {
        batches.push(ids);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }),
      { ...DEFAULT_AUDIT_OPTIONS, flushesInFlight: 1 },
    );
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((id) => append(writer, id)));
    expect(results).toEqual([true, true, true, true]);
    expect(batches).toEqual([['a', 'b', 'c', 'd']]);
  });

  it('stores a row that PostgreSQL refuses without its payload, and its neighbours whole', async () => {
    const stored: Record<string, 'whole' | 'degraded'> = {};
    const writer = writerOn(
      fakePool(async (ids, degraded) => {
        if (ids.includes('bad') && !degraded) throw refused();
        for (const id of ids) stored[id] = degraded ? 'degraded' : 'whole';
      }),
      { ...DEFAULT_AUDIT_OPTIONS, flushesInFlight: 1 },
    );
    const results = await Promise.all(['a', 'b', 'bad', 'c', 'd'].map((id) => append(writer, id)));
    expect(results).toEqual([true, true, true, true, true]);
    expect(stored).toEqual({ a: 'whole', b: 'whole', bad: 'degraded', c: 'whole', d: 'whole' });
  });

  it('says so when the database is away, refuses meanwhile, and takes rows again when it is back', async () => {
    let away = true;
    const writer = writerOn(
      fakePool(async () => {
        if (away) throw gone();
      }),
      { ...DEFAULT_AUDIT_OPTIONS, probeMs: 5 },
    );
    expect(await append(writer, 'a')).toBe(false);
    expect(writer.accepts()).toBe(false);
    away = false;
    while (!writer.accepts()) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await append(writer, 'b')).toBe(true);
  });

  it('stays down while the probe cannot be written, and asks ever more seldom', async () => {
    const askedMs: number[] = [];
    const writer = writerOn(
      fakePool(
        async () => Promise.reject(gone()),
        () => {
          askedMs.push(performance.now());
          return diskFull();
        },
      ),
      { ...DEFAULT_AUDIT_OPTIONS, probeMs: 4, longestProbeMs: 32 },
    );
    expect(await append(writer, 'a')).toBe(false);
    while (askedMs.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(writer.admits(true)).toBe(false);
    const pauses = askedMs.slice(1).map((ms, index) => ms - (askedMs[index] ?? 0));
    // A timer is never early by more than a millisecond, however late a busy machine makes it.
    [8, 16, 32, 32, 32].forEach((pause, index) => expect(pauses[index]).toBeGreaterThanOrEqual(pause - 1));
  });

  it('lets one call through to try when the probe was written, and the others when its row was', async () => {
    let failing = true;
    const inserted: string[] = [];
    const writer = writerOn(
      fakePool(async (ids) => {
        inserted.push(...ids);
        if (failing) throw diskFull();
      }),
      { ...DEFAULT_AUDIT_OPTIONS, probeMs: 1, longestProbeMs: 1 },
    );
    const tries = async () => {
      while (!writer.accepts()) await new Promise((resolve) => setTimeout(resolve, 1));
      return Array.from({ length: 20 }, () => writer.admits(true)).filter(Boolean).length;
    };
    expect(await append(writer, 'a')).toBe(false);
    // The probe says yes, a row no: of the twenty calls of each round one is made and lost.
    expect(await tries()).toBe(1);
    // What leaves no row tries nothing, and is not held up.
    expect(writer.admits(false)).toBe(true);
    expect(await append(writer, 'b')).toBe(false);
    expect(await tries()).toBe(1);
    failing = false;
    expect(await append(writer, 'c')).toBe(true);
    expect(await tries()).toBe(20);
    expect(inserted).toEqual(['a', 'b', 'c']);
  });

  it('gives a trial call up that leaves no row in time', async () => {
    let failing = true;
    const writer = writerOn(
      fakePool(async () => {
        if (failing) throw gone();
      }),
      { ...DEFAULT_AUDIT_OPTIONS, probeMs: 1, trialMs: 20 },
    );
    await append(writer, 'a');
    failing = false;
    while (!writer.admits(true)) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(writer.admits(true)).toBe(false);
    while (!writer.admits(true)) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('takes no calls on while too much of their payloads waits, however few they are', () => {
    const hanging = fakePool(() => new Promise(() => undefined));
    const writer = writerOn(hanging, { ...DEFAULT_AUDIT_OPTIONS, maxWaitingCharacters: 1_508 });
    expect(writer.accepts()).toBe(true);
    const large = { ...record('a'), response: 'x'.repeat(480) } as CallRecord;
    writer.append(large, () => undefined);
    expect(writer.accepts()).toBe(true);
    writer.append({ ...large, response: null }, () => undefined);
    expect(writer.accepts()).toBe(false);
  });

  it('writes anew when PostgreSQL’s clock was set and left the rows out, and calls them lost when it does so again', async () => {
    let left = 1;
    const texts: string[] = [];
    const query = ({ text }: { text: string }, done: (error: null, result: object) => void) => {
      texts.push(text);
      if (text === CLOCK) return done(null, { rows: [{ now: Date.now() }] });
      left -= 1;
      return done(null, { rowCount: left < 0 ? 1 : 0 });
    };
    const client = { query, on: () => undefined, release: () => undefined };
    const pool = { connect: (done: (error: undefined, made: unknown) => void) => done(undefined, client) };
    const gaveUp: string[] = [];
    const events = {
      rows: () => undefined,
      write: () => undefined,
      gaveUp: (records: readonly CallRecord[]) => gaveUp.push(...records.map(({ id }) => id)),
      back: () => undefined,
    };
    const writer = createAuditWriter(pool as unknown as pg.Pool, events);
    expect(await append(writer, 'a')).toBe(true);
    expect(texts.filter((text) => text === CLOCK)).toHaveLength(2);
    left = 2;
    expect(await append(writer, 'b')).toBe(false);
    expect(gaveUp).toEqual(['b']);
  });

  it('takes a hang for a failure', async () => {
    const writer = writerOn(
      fakePool(() => new Promise(() => undefined)),
      {
        ...DEFAULT_AUDIT_OPTIONS,
        deadlineMs: 20,
      },
    );
    expect(await append(writer, 'a')).toBe(false);
  });

  it('lets no more wait than its limit', async () => {
    const writer = writerOn(
      fakePool(() => new Promise(() => undefined)),
      {
        ...DEFAULT_AUDIT_OPTIONS,
        flushesInFlight: 0,
        maxWaitingRows: 2,
      },
    );
    void append(writer, 'a');
    void append(writer, 'b');
    expect(await append(writer, 'c')).toBe(false);
  });
});
