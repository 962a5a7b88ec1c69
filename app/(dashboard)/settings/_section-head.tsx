import type { ReactNode } from 'react';
import { Time } from '@/app/_components/time';
import type { SettingsView } from '@/lib/settings/schema';

interface Props {
  view: SettingsView;
  /** the section's state, in a sentence; what matters in it as <b> */
  children: ReactNode;
}

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
            changed by {view.updated_by ?? 'nobody known'} on <Time at={view.updated_at} show="exact" />
          </>
        )}
      </p>
    </header>
  );
}
