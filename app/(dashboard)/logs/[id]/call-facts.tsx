import Link from 'next/link';
import type { LogDetail } from '@/lib/audit/query/schema';
import { formatBytes } from '@/app/(dashboard)/logs/numbers';
import { Fact, Facts } from './facts';

/** Every id by which the call can be found elsewhere, and who made it. */
export function CallFacts({ call }: { call: LogDetail }) {
  const client = [call.client_name, call.client_version].filter(Boolean).join(' ');
  return (
    <aside className="flex min-w-0 flex-col gap-4" aria-label="Details">
      <Facts
        title="Identifiers"
        link={
          <Link href={`/logs?trace=${call.trace_id}`} className="text-accent underline underline-offset-2">
            Other calls of this trace
          </Link>
        }
      >
        <Fact name="Request id" value={call.request_id} copy={call.request_id} />
        <Fact name="Trace id" value={call.trace_id} copy={call.trace_id} />
        <Fact name="Span id" value={call.span_id} copy={call.span_id} />
        <Fact name="JSON-RPC id" value={call.jsonrpc_id} copy={call.jsonrpc_id} />
        <Fact name="Call id" value={call.id} copy={call.id} />
      </Facts>
      <Facts title="Request">
        <Fact name="Method" value={call.method && <span className="font-mono text-xs">{call.method}</span>} />
        <Fact name="HTTP status" value={call.http_status} />
        <Fact name="Request" value={formatBytes(call.request_bytes)} />
        <Fact name="Response" value={formatBytes(call.response_bytes)} />
        <Fact
          name="Result"
          value={call.result_type === 'input_required' ? 'asks for input' : call.result_type}
        />
        <Fact name="Round before" value={roundLink(call.round_before)} />
        <Fact name="Round after" value={roundLink(call.round_after)} />
        <Fact name="Answered" value={call.delivered ? 'yes' : 'no: nobody got an answer'} />
        <Fact name="Masked" value={maskSummary(call.mask_counts)} />
      </Facts>
      <Facts title="Caller">
        <Fact name="Key" value={keyOf(call)} />
        <Fact name="Client" value={client || null} />
        <Fact name="Protocol" value={call.protocol_version} />
        <Fact name="Address" value={call.client_address} />
        <Fact name="Session" value={call.session_hash} copy={call.session_hash} />
        <Fact name="Gateway" value={call.instance_id} />
      </Facts>
    </aside>
  );
}

/** The other round of a tool use that asked for input in between. */
function roundLink(id: string | null) {
  if (id === null) return null;
  return (
    <Link href={`/logs/${id}`} className="font-mono text-xs text-accent underline underline-offset-2">
      {id}
    </Link>
  );
}

/** By name and prefix: a name can be given again once its key is revoked. */
function keyOf(call: LogDetail): string | null {
  if (call.key_name === null || call.key_prefix === null) return call.key_name;
  return `${call.key_name} (${call.key_prefix.replace(/…?$/, '…')})`;
}

/** How many values each rule has hidden. */
function maskSummary(counts: Record<string, number>): string {
  const rules = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return rules.length === 0 ? 'nothing' : rules.map(([rule, count]) => `${rule} × ${count}`).join(', ');
}
