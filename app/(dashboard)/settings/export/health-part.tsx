'use client';

import { Timer } from 'lucide-react';
import { Ago, Time } from '@/app/_components/time';
import type { DestinationReport, ExportHealth, ExportView } from '@/lib/export/schema';
import { MinuteBars } from './minute-bars';
import { droppedOf, lateReplicas, totals } from './totals';

const cell = 'border-t border-line py-1 pr-3';
const number = `${cell} text-right tabular-nums`;

interface Props {
  view: ExportView;
  health: ExportHealth;
}

/** How each destination fares on each replica, and which of them has the newest settings. */
export function HealthPart({ view, health }: Props) {
  const { replicas, generation } = health;
  const { exported, dropped } = totals(health);
  const nameOf = (id: string) => view.destinations.find((one) => one.id === id)?.name ?? id;
  const late = lateReplicas(health);
  return (
    <section aria-label="Health" className="flex flex-col gap-3 border-t border-line pt-3">
      <h2 className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <span className="font-medium">Health</span>
        <span className="text-muted">
          {exported.toLocaleString('en')} spans exported, {dropped.toLocaleString('en')} dropped
        </span>
        <span className={late > 0 ? 'ml-auto text-warn' : 'ml-auto text-muted'}>
          {late > 0
            ? `${late} of ${replicas.length} replicas not yet at generation ${generation}`
            : `all ${replicas.length === 1 ? '' : `${replicas.length} `}replicas at generation ${generation}`}
        </span>
      </h2>
      <MinuteBars health={health} />
      <div role="region" aria-label="Table" tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-2xs text-faint">
            <tr>
              <th className="pr-3 font-normal">Replica</th>
              <th className="pr-3 font-normal">Destination</th>
              <th className="pr-3 text-right font-normal">Generation</th>
              <th className="pr-3 font-normal">Applied</th>
              <th className="pr-3 text-right font-normal">Exported</th>
              <th className="pr-3 text-right font-normal">Queue</th>
              <th className="pr-3 text-right font-normal">Dropped</th>
            </tr>
          </thead>
          <tbody>
            {replicas.flatMap((replica) =>
              (replica.destinations.length === 0 ? [null] : replica.destinations).map((one) => (
                <tr key={`${replica.instance_id}/${one?.id ?? ''}`}>
                  <td className={`${cell} font-mono text-xs`}>{replica.instance_id}</td>
                  <td className={cell}>{one ? nameOf(one.id) : <span className="text-muted">none</span>}</td>
                  <td className={number}>
                    {replica.generation < generation ? (
                      <span className="inline-flex items-center gap-1 text-warn">
                        <Timer aria-label="not the newest" className="size-3" /> {replica.generation}
                      </span>
                    ) : (
                      replica.generation
                    )}
                  </td>
                  <td className={`${cell} text-muted`}>
                    <Time at={replica.applied_at} show="clock" />
                  </td>
                  <td className={number}>{one?.exported.toLocaleString('en') ?? ''}</td>
                  <td className={number}>{one?.queued.toLocaleString('en') ?? ''}</td>
                  <td className={number}>{one ? <Dropped report={one} /> : ''}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      {replicas.flatMap(({ instance_id: instance, destinations, problems }) => [
        ...problems.map((problem) => (
          <p key={`${instance}/${problem}`} className="text-bad">
            {instance}: {problem}
          </p>
        )),
        ...destinations.map((one) => (
          <Failure key={`${instance}/${one.id}`} name={nameOf(one.id)} report={one} />
        )),
      ])}
    </section>
  );
}

function Dropped({ report }: { report: DestinationReport }) {
  const reasons = Object.entries(report.dropped).map(([reason, count]) => `${reason}: ${count}`);
  return <span title={reasons.join('\n') || undefined}>{droppedOf(report).toLocaleString('en')}</span>;
}

/** The last failure, unless something has been taken since. */
function Failure({ name, report }: { name: string; report: DestinationReport }) {
  const { last_failure: failure, last_success_at: success } = report;
  if (!failure || (success !== null && success > failure.at)) return null;
  return (
    <p className="text-bad [overflow-wrap:anywhere]">
      {name}: {failure.code}, <Ago at={failure.at} />. {failure.advice}
      {failure.said === '' ? null : (
        <span className="block font-mono text-xs text-muted">{failure.said}</span>
      )}
    </p>
  );
}
