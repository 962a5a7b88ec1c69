import { cn } from '@/app/_components/cn';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { CleanupPreview } from '@/lib/audit/retention/schema';
import { amount, exact, number, size } from './figures';

const SHOWN_SERVERS = 7;

/** What a run would remove, exactly: rows, bytes, oldest and newest, and whose rows. */
export function WhatGoes({ preview }: { preview: CleanupPreview }) {
  const { total, bytes, partitions, servers } = preview;
  if (partitions.length === 0)
    return (
      <p className="border-y border-line py-3 text-muted">
        {preview.legal_hold ? 'Nothing goes while the hold stands.' : 'Nothing is too old: nothing would go.'}
      </p>
    );
  const whole = partitions.filter((day) => day.whole).length;
  const [oldest, oldestTime] = preview.oldest === null ? ['–', ''] : exact(preview.oldest);
  const [newest, newestTime] = preview.newest === null ? ['–', ''] : exact(preview.newest);
  const others = servers.slice(SHOWN_SERVERS);
  return (
    <section aria-label="What goes" className="border-y border-line">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 py-3 sm:grid-cols-4">
        <Figure
          label="Calls that go"
          value={number(total)}
          under={under(whole, partitions.length - whole)}
          bad
        />
        <Figure
          label="Freed"
          value={size(bytes)}
          under={`${size(Math.max(0, preview.stored_bytes - bytes))} stay`}
          bad
        />
        <Figure label="Oldest that goes" value={oldest} under={oldestTime} />
        <Figure label="Newest that goes" value={newest} under={newestTime} />
      </dl>
      {servers.length === 0 ? null : (
        <dl className="grid grid-cols-2 gap-x-6 gap-y-1 border-t border-line py-3 sm:grid-cols-4">
          {servers.slice(0, SHOWN_SERVERS).map(({ server, rows }) => (
            <Share key={server} name={server} rows={rows} />
          ))}
          {others.length === 0 ? null : (
            <Share
              name={`${amount(others.length, 'other')}`}
              rows={others.reduce((sum, { rows }) => sum + rows, 0)}
            />
          )}
        </dl>
      )}
    </section>
  );
}

const under = (whole: number, parts: number) =>
  [whole > 0 ? amount(whole, 'whole day') : '', parts > 0 ? `parts of ${amount(parts, 'day')}` : '']
    .filter((text) => text !== '')
    .join(', ');

function Figure({
  label,
  value,
  under: below,
  bad,
}: {
  label: string;
  value: string;
  under: string;
  bad?: boolean;
}) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className={cn('font-medium tabular-nums', bad && 'text-bad')}>{value}</dd>
      <dd className="text-xs text-muted tabular-nums">{below}</dd>
    </div>
  );
}

function Share({ name, rows }: { name: string; rows: number }) {
  return (
    <div className="flex justify-between gap-2">
      <dt className="min-w-0 truncate text-muted">
        <VisibleText text={name} />
      </dt>
      <dd className="tabular-nums">{number(rows)}</dd>
    </div>
  );
}
