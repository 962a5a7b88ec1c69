'use client';

import { useMemo, type ReactNode } from 'react';
import { useHydrated } from '@/app/_components/clock';
import { DataTable } from '@/app/_components/data-table/data-table';
import { formatDay } from '@/app/_components/time-format';
import type { LogItem } from '@/lib/audit/query/schema';
import { columns, rowActions, type LogRow } from './columns';

/** A phone shows each call on two lines: what and when, then how it went. */
const CARD = {
  areas: '"tool server time latency" "call call call call"',
  columns: 'minmax(0, auto) minmax(0, 1fr) max-content auto',
};

interface Props {
  items: LogItem[];
  stale: boolean;
  toolbar: ReactNode;
}

/** The rows of one page. */
export function LogsTable({ items, stale, toolbar }: Props) {
  // The server does not know the viewer's zone.
  const zone = useHydrated() ? undefined : 'UTC';
  const rows = useMemo(() => withKeyNames(items), [items]);
  return (
    <DataTable
      name="logs"
      label="Calls, the newest first"
      columns={columns}
      items={rows}
      card={CARD}
      order={{ column: 'ts', as: 'descending' }}
      toolbar={toolbar}
      stale={stale}
      dense
      outcomeOf={outcomeOf}
      sectionOf={(item) => formatDay(new Date(item.ts), zone)}
      actions={rowActions}
    />
  );
}

const outcomeOf = (item: LogRow) => item.status;

function withKeyNames(items: LogItem[]): LogRow[] {
  const prefixes = new Map<string, Set<string>>();
  for (const { key_name: name, key_prefix: prefix } of items) {
    if (name === null || prefix === null) continue;
    prefixes.set(name, (prefixes.get(name) ?? new Set()).add(prefix));
  }
  return items.map((item) => ({
    ...item,
    sharesKeyName: (prefixes.get(item.key_name ?? '')?.size ?? 0) > 1,
  }));
}
