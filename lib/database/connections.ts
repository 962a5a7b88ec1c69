import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '@/lib/generated/prisma/client';
import { slot } from '../once';

/**
 * The process's ways into PostgreSQL. Three pools, so that a slow page can starve neither the audit
 * writer nor the gateway: `audit` (2 connections, group commit needs no more), `prisma` (CRUD and reads)
 * and `direct` for everything else that speaks SQL. A fourth, `owner`, is for jobs that make and drop tables.
 */
export interface Connections {
  /** of the app's own role, as all pools but `owner` use it */
  url: string;
  /** The role that owns the tables: for partitions and retention, and nothing else. */
  owner: pg.Pool;
  audit: pg.Pool;
  direct: pg.Pool;
  prisma: PrismaClient;
}

const current = slot<Connections>('database/connections');

/**
 * Opens the pools. Called once by boot, before anything reads or writes.
 *
 * @param url of the app's own role (lib/database/app-role.ts)
 * @param ownerUrl of the role that owns the tables
 */
export function openConnections(url: string, ownerUrl: string): Connections {
  const pool = (
    name: string,
    max: number,
    statementTimeoutMs: number,
    queryTimeoutMs?: number,
    connectionString = url,
  ) => {
    const created = new pg.Pool({
      connectionString,
      application_name: `sightline ${name}`,
      max,
      connectionTimeoutMillis: 2_000,
      statement_timeout: statementTimeoutMs,
      ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
      keepAlive: true,
    });
    // An idle connection that breaks is replaced on the next use; without a listener it would end the process.
    created.on('error', () => undefined);
    return created;
  };
  const opened: Connections = {
    url,
    // One for a run of the retention, which holds it, and one for the partitions of the next days.
    owner: pool('owner', 2, 30_000, 30_500, ownerUrl),
    // The audit writer has a deadline of its own (lib/audit/devices/held-connection.ts).
    audit: pool('audit', 2, 2_000),
    // PostgreSQL's own timeout does not help against a PostgreSQL that hangs.
    direct: pool('direct', 4, 30_000, 30_500),
    prisma: new PrismaClient({
      adapter: new PrismaPg({
        connectionString: url,
        application_name: 'sightline web',
        max: 8,
        connectionTimeoutMillis: 5_000,
        statement_timeout: 10_000,
      }),
    }),
  };
  current.set(opened);
  return opened;
}

/** The open pools. Throws when boot has not run: nothing may touch the database before it. */
export function connections(): Connections {
  return current.get();
}

/** The Prisma client, for the verbs of the noun folders. */
export function prisma(): PrismaClient {
  return connections().prisma;
}

/** Ends all pools; part of a graceful stop. */
export async function closeConnections(): Promise<void> {
  const open = current.peek();
  if (!open) return;
  current.clear();
  await Promise.allSettled([
    open.owner.end(),
    open.audit.end(),
    open.direct.end(),
    open.prisma.$disconnect(),
  ]);
}
