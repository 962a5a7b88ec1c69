import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** what the page has to say in a few words, beside its title */
  says?: string | undefined;
  children?: ReactNode;
}

/** A page's title and its answer at a glance, and what can be done on the whole of it. */
export function PageHead({ title, says, children }: Props) {
  return (
    <div className="flex min-h-12 items-center justify-between gap-4 border-b border-line px-4">
      <h1 className="min-w-0 truncate text-base text-muted">
        <span className="font-medium text-ink">{title}</span>
        {says === undefined ? null : <span className="ml-2">{says}</span>}
      </h1>
      {children}
    </div>
  );
}
