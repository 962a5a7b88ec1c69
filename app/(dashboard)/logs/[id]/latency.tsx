import type { LogDetail } from '@/lib/audit/query/schema';
import { formatMs } from '@/app/(dashboard)/logs/numbers';

/** Where the time went: in the upstream server or in this gateway. */
export function Latency({ call }: { call: Pick<LogDetail, 'latency_ms' | 'upstream_ms' | 'gateway_ms'> }) {
  const { latency_ms: total, upstream_ms: upstream, gateway_ms: gateway } = call;
  if (upstream === null || gateway === null) {
    return (
      <p>
        <Figure ms={total} /> <span className="text-muted">in the gateway; the server was not called</span>
      </p>
    );
  }
  const share = total > 0 ? Math.min(100, Math.max(0, (upstream / total) * 100)) : 100;
  return (
    <div className="max-w-md">
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <Figure ms={total} />
        <span className="inline-flex items-center gap-1.5 text-muted">
          <span aria-hidden className="size-2 rounded-sm bg-accent" /> server {formatMs(upstream)} ms
        </span>
        <span className="inline-flex items-center gap-1.5 text-muted">
          <span aria-hidden className="size-2 rounded-sm bg-edge" /> gateway {formatMs(gateway)} ms
        </span>
      </p>
      <div aria-hidden className="mt-1.5 flex h-1 overflow-hidden rounded-sm bg-edge">
        <div className="bg-accent" style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

function Figure({ ms }: { ms: number }) {
  return <span className="font-medium">{formatMs(ms)} ms</span>;
}
