import { Ban, Check, CircleAlert } from 'lucide-react';
import Link from 'next/link';
import { Time } from '@/app/_components/time';
import { isCall, type AgentKey, type ArrivedCall } from './progress';

/** More would push the rest of the page around. */
const SHOWN = 5;

const row =
  'grid min-h-8 grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-line text-xs';

/** What has come so far: keys that were used, calls and refusals, and what is waited for. */
export function Arrivals({ calls, keys }: { calls: ArrivedCall[]; keys: AgentKey[] }) {
  const used = keys.filter((key) => key.last_used_at !== null);
  return (
    <div aria-live="polite">
      <h3 className="flex h-7 items-center justify-between font-semibold">
        What has arrived <span className="text-xs font-normal text-muted">live</span>
      </h3>
      <ul className="border-t border-line">
        {used.slice(0, SHOWN).map((key) => (
          <li key={key.name} className={row}>
            <Check aria-hidden className="size-3.5 text-muted" />
            <span className="truncate">
              connected <span className="text-muted">{key.name}</span>
            </span>
            <Time at={key.last_used_at ?? ''} show="clock" className="text-faint" />
          </li>
        ))}
        {calls.slice(0, SHOWN).map((call) => (
          <Arrived key={call.id} call={call} />
        ))}
        {calls.some(isCall) ? null : (
          <li className={row}>
            <span aria-hidden className="ml-0.5 size-2.5 rounded-full border-2 border-accent" />
            <span className="font-medium">
              <span className="font-mono">tools/call</span> waiting
            </span>
          </li>
        )}
      </ul>
      {used.length > 0 && !calls.some(isCall) ? (
        <p className="mt-2 text-xs text-muted">
          <b className="font-medium text-ink">Connected, not yet called.</b> Ask the client for something that
          it needs the server for.
        </p>
      ) : null}
    </div>
  );
}

function Arrived({ call }: { call: ArrivedCall }) {
  const Icon = call.status === 'ok' ? Check : call.status === 'denied' ? Ban : CircleAlert;
  return (
    <li className={row}>
      <Icon aria-hidden className={call.status === 'ok' ? 'size-3.5 text-muted' : 'size-3.5 text-warn'} />
      <Link href={`/logs/${call.id}`} prefetch={false} className="truncate hover:underline">
        <span className="font-mono">{call.method ?? 'HTTP'}</span>{' '}
        <span className="text-muted">
          {call.status === 'ok' ? call.tool : (call.error_message ?? call.status)}
        </span>
      </Link>
      <Time at={call.ts} show="clock" className="text-faint" />
    </li>
  );
}
