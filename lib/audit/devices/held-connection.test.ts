import { EventEmitter } from 'node:events';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { CLOCK, HeldConnection } from './held-connection';

type Done = (error: Error | null) => void;

class FakeClient extends EventEmitter {
  released: unknown[] = [];
  constructor(private readonly answer: (done: Done) => void) {
    super();
  }
  query(_: unknown, done: Done): void {
    this.answer(done);
  }
  release(how?: unknown): void {
    this.released.push(how);
  }
}

/** A pool that hands out these clients, one after the other. */
function poolOf(clients: FakeClient[]) {
  let taken = 0;
  const connect = (done: (error: Error | undefined, client: unknown) => void) => {
    const client = clients[taken++];
    done(client ? undefined : new Error('no more'), client);
  };
  return { pool: { connect } as unknown as pg.Pool, taken: () => taken };
}

const open: HeldConnection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

function held(clients: FakeClient[], deadlineMs = 1_000) {
  const { pool, taken } = poolOf(clients);
  const connection = new HeldConnection(pool, deadlineMs);
  open.push(connection);
  const ask = () => new Promise<Error | null>((done) => connection.query(() => ({ text: 'x' }), done));
  return { connection, ask, taken };
}

const fine = () => new FakeClient((done) => done(null));
const failing = (error: Error) => new FakeClient((done) => done(error));

describe('HeldConnection', () => {
  it('keeps one connection for many queries', async () => {
    const { ask, taken } = held([fine(), fine()]);
    expect([await ask(), await ask(), await ask()]).toEqual([null, null, null]);
    expect(taken()).toBe(1);
  });

  it('keeps it when PostgreSQL refuses a query', async () => {
    const refused = new pg.DatabaseError('no', 0, 'error');
    const { ask, taken } = held([failing(refused), fine()]);
    expect([await ask(), await ask()]).toEqual([refused, refused]);
    expect(taken()).toBe(1);
  });

  it('gives it up when it fails, and opens another for the next query', async () => {
    const broken = failing(new Error('ECONNRESET'));
    const { ask, taken } = held([broken, fine()]);
    expect((await ask())?.message).toBe('ECONNRESET');
    expect(await ask()).toBeNull();
    expect([broken.released, taken()]).toEqual([[true], 2]);
  });

  it('gives it up when it breaks between queries', async () => {
    const first = fine();
    const { ask, taken } = held([first, fine()]);
    await ask();
    first.emit('error', new Error('terminated'));
    expect(await ask()).toBeNull();
    expect([first.released, taken()]).toEqual([[true], 2]);
  });

  it('takes a hang for a failure, and its late answer for none', async () => {
    let late: Done | undefined;
    const hanging = new FakeClient((done) => (late = done));
    const { ask, taken } = held([hanging, fine()], 40);
    expect((await ask())?.message).toBe('no answer within 40 ms');
    const next = ask();
    late?.(new Error('terminated'));
    expect(await next).toBeNull();
    expect([hanging.released, taken()]).toEqual([[true], 2]);
  });

  it('tells by PostgreSQL’s own clock until when a query may be carried out', async () => {
    const hourMs = 3_600_000;
    const ahead = new FakeClient((done) => done(null));
    ahead.query = (config: unknown, done: (error: null, result: object) => void) => {
      if ((config as { text: string }).text !== CLOCK) return done(null, { rowCount: 1 });
      return done(null, { rows: [{ now: String(Date.now() + hourMs) }] });
    };
    const { connection } = held([ahead]);
    const lateAt: number[] = [];
    const ask = (done: Done) => {
      connection.query((at) => {
        lateAt.push(at - Date.now() - hourMs);
        return { text: 'x' };
      }, done);
    };
    await new Promise(ask);
    expect(lateAt[0]).toBeGreaterThan(0);
    expect(lateAt[0]).toBeLessThan(1_000);
  });

  it('says so when there is no connection', async () => {
    expect((await held([]).ask())?.message).toBe('no more');
  });

  it('gives the connection back whole at the end', async () => {
    const client = fine();
    const { connection, ask } = held([client]);
    await ask();
    connection.close();
    expect(client.released).toEqual([undefined]);
  });
});
