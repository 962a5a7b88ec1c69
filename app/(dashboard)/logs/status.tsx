import { Ban, Braces, Check, CircleSlash, CircleX, ClockAlert, Unplug, type LucideIcon } from 'lucide-react';
import { cn } from '@/app/_components/cn';
import type { Outcome } from '@/lib/record/outcomes';

interface Look {
  label: string;
  icon: LucideIcon;
  meaning: string;
}

/** How each outcome is named and shown: an icon of its own and a word beside its colour (app/globals.css). */
export const STATUSES: Record<Outcome, Look> = {
  ok: { label: 'OK', icon: Check, meaning: 'The call was answered.' },
  tool_error: {
    label: 'Tool error',
    icon: CircleX,
    meaning: 'The tool ran and reported an error (isError).',
  },
  protocol_error: {
    label: 'Protocol error',
    icon: Braces,
    meaning: 'The answer was a JSON-RPC error: the request was malformed, or the server refused it.',
  },
  upstream_error: {
    label: 'Upstream error',
    icon: Unplug,
    meaning: 'The server could not be reached, broke off, or answered what is no MCP.',
  },
  timeout: {
    label: 'Timed out',
    icon: ClockAlert,
    meaning: 'The server sent nothing for longer than UPSTREAM_TIMEOUT_MS.',
  },
  denied: {
    label: 'Denied',
    icon: Ban,
    meaning: 'The gateway refused the call before the server saw it.',
  },
  cancelled: {
    label: 'Cancelled',
    icon: CircleSlash,
    meaning: 'The client went away before the answer was complete.',
  },
};

/** Icon and word in the outcome's colour; success is quiet and has neither. */
export function Status({ status, className }: { status: Outcome; className?: string }) {
  const { label, icon: Icon, meaning } = STATUSES[status];
  return (
    <span
      data-outcome={status}
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-outcome-text', className)}
      title={meaning}
    >
      {status === 'ok' ? null : <Icon aria-hidden className="size-3.5 shrink-0" />}
      {label}
    </span>
  );
}
