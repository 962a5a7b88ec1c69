import { Ban, Braces, Check, CircleSlash, CircleX, ClockAlert, Unplug, type LucideIcon } from 'lucide-react';
import { cn } from '@/app/_components/cn';
import type { Outcome } from '@/lib/record/outcomes';

interface Look {
  label: string;
  icon: LucideIcon;
  tone: string;
  meaning: string;
}

/** How each outcome is named and shown: an icon of its own and a word, the colour only says how bad it is. */
export const STATUSES: Record<Outcome, Look> = {
  ok: { label: 'OK', icon: Check, tone: 'text-good', meaning: 'The call was answered.' },
  tool_error: {
    label: 'Tool error',
    icon: CircleX,
    tone: 'text-bad',
    meaning: 'The tool ran and reported an error (isError).',
  },
  protocol_error: {
    label: 'Protocol error',
    icon: Braces,
    tone: 'text-bad',
    meaning: 'The answer was a JSON-RPC error: the request was malformed, or the server refused it.',
  },
  upstream_error: {
    label: 'Upstream error',
    icon: Unplug,
    tone: 'text-bad',
    meaning: 'The server could not be reached, broke off, or answered what is no MCP.',
  },
  timeout: {
    label: 'Timed out',
    icon: ClockAlert,
    tone: 'text-warn',
    meaning: 'The server sent nothing for longer than UPSTREAM_TIMEOUT_MS.',
  },
  denied: {
    label: 'Denied',
    icon: Ban,
    tone: 'text-warn',
    meaning: 'The gateway refused the call before the server saw it.',
  },
  cancelled: {
    label: 'Cancelled',
    icon: CircleSlash,
    tone: 'text-muted',
    meaning: 'The client went away before the answer was complete.',
  },
};

/** Icon and word. */
export function Status({ status, className }: { status: Outcome; className?: string }) {
  const { label, icon: Icon, tone, meaning } = STATUSES[status];
  return (
    <span
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', tone, className)}
      title={meaning}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {label}
    </span>
  );
}
