import Link from 'next/link';
import { Table, Td, Th } from '@/app/_components/table';
import { Time } from '@/app/_components/time';
import type { AdminEventView } from '@/lib/admin-events/schema';

/** Who did what to what, and what was different afterwards. */
export function EventsTable({ events }: { events: AdminEventView[] }) {
  return (
    <Table>
      <caption className="sr-only">Admin events</caption>
      <thead>
        <tr>
          <Th className="pl-4">When</Th>
          <Th>Who</Th>
          <Th>What</Th>
          <Th className="hidden pr-4 md:table-cell">Change</Th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id} className="hover:bg-hover">
            <Td className="pl-4 whitespace-nowrap">
              <Time at={event.ts} />
            </Td>
            <Td className="max-w-48">
              <Link
                href={`/activity?${new URLSearchParams({ actor: event.actor.name })}`}
                prefetch={false}
                className="[overflow-wrap:anywhere] hover:underline"
              >
                {event.actor.name}
              </Link>
              <span className="block text-xs text-muted">
                {event.actor.kind}
                {event.client_address === null ? null : ` · ${event.client_address}`}
              </span>
            </Td>
            <Td className="max-w-56">
              <Link
                href={`/activity?${new URLSearchParams({ action: event.action })}`}
                prefetch={false}
                className="font-mono text-xs hover:underline"
              >
                {event.action}
              </Link>
              <span className="block [overflow-wrap:anywhere]">{event.target.name}</span>
            </Td>
            <Td className="hidden pr-4 md:table-cell">
              <Change before={event.before} after={event.after} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Field by field, the old value before the new one. */
function Change({ before, after }: Pick<AdminEventView, 'before' | 'after'>) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return (
    <dl className="font-mono text-xs">
      {names.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-1.5 [overflow-wrap:anywhere]">
          <dt className="text-muted">{name}</dt>
          <dd>
            {before && name in before ? <del className="text-muted">{shown(before[name])}</del> : null}{' '}
            {after && name in after ? <ins className="no-underline">{shown(after[name])}</ins> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
