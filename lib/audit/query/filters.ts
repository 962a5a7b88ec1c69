import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import { OUTCOMES } from '../../record/outcomes';
import { line } from '../../text';

/**
 * What the log can be filtered by. Each entry is a whole filter: its name is the parameter of the address
 * and of the REST API; from the rest come the query's schema, the condition on the rows, the chips of the
 * page and the description of the API. A further filter is a further entry and nothing else.
 */
interface LogFilter<Schema extends z.ZodType, Many extends boolean> {
  /** what the page calls it, before the value */
  label: string;
  /** several values are joined by commas; a row passes with any of them */
  many: Many;
  schema: Schema;
  where: (value: z.output<Schema>) => Prisma.ToolCallLogWhereInput;
}

const filter = <Schema extends z.ZodType, Many extends boolean>(entry: LogFilter<Schema, Many>) => entry;

const list = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (Array.isArray(value) ? value : value.split(',')).filter((part) => part !== ''))
    .pipe(z.array(item).max(50));

/** The year 0, which ISO 8601 has and PostgreSQL has not, and what lies before 1970 was never logged. */
const isStorable = (text: string) => Date.parse(text) >= 0;

/** ISO date and time, or how long ago: 15m, 24h, 7d. */
const moment = z.union(
  [z.iso.datetime({ offset: true }).refine(isStorable), z.string().regex(/^\d{1,4}[mhd]$/)],
  {
    error: 'use a date and time (2026-11-22T10:00:00Z) or how long ago (15m, 24h, 7d)',
  },
);

export const logStatus = z.enum(OUTCOMES, { error: `use one of ${OUTCOMES.join(', ')}` });

export const LOG_FILTERS = {
  server: filter({
    label: 'server',
    many: true,
    schema: list(line(63)).describe('Slugs of servers.'),
    where: (slugs) => ({ server: { in: slugs } }),
  }),
  tool: filter({
    label: 'tool',
    many: false,
    schema: line(256).describe('Part of the tool’s name; upper and lower case are the same.'),
    where: (part) => ({ tool: { contains: literally(part), mode: 'insensitive' } }),
  }),
  status: filter({
    label: 'status',
    many: true,
    schema: list(logStatus).describe('Outcomes.'),
    where: (outcomes) => ({ outcome: { in: outcomes } }),
  }),
  from: filter({
    label: 'from',
    many: false,
    schema: moment.describe('The oldest moment: a date and time, or how long ago (15m, 24h, 7d).'),
    where: (text) => ({ ts: { gte: momentOf(text) } }),
  }),
  to: filter({
    label: 'to',
    many: false,
    schema: moment.describe('The newest moment: a date and time, or how long ago (15m, 24h, 7d).'),
    where: (text) => ({ ts: { lte: momentOf(text) } }),
  }),
  trace: filter({
    label: 'trace',
    many: false,
    schema: z.string().regex(/^[0-9a-f]{32}$/, 'a trace id is 32 hex digits'),
    where: (id) => ({ traceId: id }),
  }),
  request: filter({
    label: 'request',
    many: false,
    schema: line(128).describe('The X-Request-ID of the call.'),
    where: (id) => ({ requestId: id }),
  }),
};

type Filters = typeof LOG_FILTERS;
export type LogFilterName = keyof Filters;

/** What is asked of the log, after parsing. */
export type FilterValues = { [Name in LogFilterName]?: z.output<Filters[Name]['schema']> | undefined };

/** The filters as they stand in an address. */
export type FilterTexts = {
  [Name in LogFilterName]: (Filters[Name]['many'] extends true ? string[] : string) | null;
};

/** What the page's browser code has to know of a filter; schemas and conditions stay on the server. */
export interface FilterDescription {
  name: LogFilterName;
  label: string;
  many: boolean;
}

const names = Object.keys(LOG_FILTERS) as LogFilterName[];

export const FILTER_DESCRIPTIONS: readonly FilterDescription[] = names.map((name) => ({
  name,
  label: LOG_FILTERS[name].label,
  many: LOG_FILTERS[name].many,
}));

/** The schemas of all filters, each of which may be left out. */
export const filterShape = Object.fromEntries(
  names.map((name) => [name, LOG_FILTERS[name].schema.optional()]),
) as { [Name in LogFilterName]: z.ZodOptional<Filters[Name]['schema']> };

/** The filters that are set: an empty list or text asks for nothing. */
export function setFilters(values: FilterValues): LogFilterName[] {
  return names.filter((name) => values[name] !== undefined && values[name].length > 0);
}

/** The condition that a row has to meet. */
export function conditionOf(values: FilterValues): Prisma.ToolCallLogWhereInput {
  return { AND: setFilters(values).map((name) => whereOf(name, values)) };
}

function whereOf<Name extends LogFilterName>(name: Name, values: FilterValues): Prisma.ToolCallLogWhereInput {
  // The compiler does not see that a filter's condition takes what the same filter's schema gives.
  const where = LOG_FILTERS[name].where as (value: FilterValues[Name]) => Prisma.ToolCallLogWhereInput;
  return where(values[name]);
}

/** Prisma hands a text on to LIKE as it is, where these three mean something. */
const literally = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The instant that "24h" (ago) or an ISO text means. */
function momentOf(text: string): Date {
  const relative = /^(\d+)([mhd])$/.exec(text);
  if (!relative) return new Date(text);
  return new Date(Date.now() - Number(relative[1]) * UNIT_MS[relative[2] as keyof typeof UNIT_MS]);
}
