import type { ReactNode } from 'react';
import type { SettingsView } from '@/lib/settings/schema';

interface Props {
  view: SettingsView;
  /** the section's state, in a sentence; what matters in it as <b> */
  children: ReactNode;
}

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** "24 Nov 2026, 17:46 UTC": rarely looked at, so the reader's own zone is not worth code in the browser. */
const moment = (at: string) => `${FORMAT.format(new Date(at))} UTC`;

/** How the section stands, and who changed it last. */
export function SectionHead({ view, children }: Props) {
  return (
    <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2 md:px-6">
      <h1 className="min-w-0 text-[15px] leading-6 text-muted [&_b]:font-medium [&_b]:text-ink">
        {children}
      </h1>
      <p className="text-xs text-muted">
        {view.updated_at === null ? (
          'as delivered, never changed'
        ) : (
          <>
            changed by {view.updated_by ?? 'nobody known'} on{' '}
            <time dateTime={view.updated_at}>{moment(view.updated_at)}</time>
          </>
        )}
      </p>
    </header>
  );
}
