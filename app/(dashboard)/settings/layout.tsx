import type { ReactNode } from 'react';
import { SectionList } from './_section-list';

/** The list of sections beside the one that is open. It shows nothing that is anybody's: each page has its guard. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <SectionList />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
