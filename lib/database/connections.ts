import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '@/lib/generated/prisma/client';
import { slot } from '../once';

/**
 * The process's ways into PostgreSQL. Three pools, so that a slow page can starve neither the audit
 * writer nor the gateway: `audit` (2 connections, group commit needs no more), `prisma` (CRUD and reads)
 * and `direct` for everything else that speaks SQL.
 */
export interface Connections {
  url: string;
  audit: pg.Pool;
  direct: pg.Pool;
  prisma: PrismaClient;
}

const current = slot<Connections>('database/connections');

/** Opens the pools. Called once by boot, before anything reads or writes. */
export function openConnections(url: string): Connections {
  const pool = (name: string, max: number, statementTimeoutMs: number, queryTimeoutMs?: number) => {
    const created = new pg.Pool({
      connectionString: url,
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
  await Promise.allSettled([open.audit.end(), open.direct.end(), open.prisma.$disconnect()]);
}
