import type { ReactNode } from 'react';

/** A page's title and what can be done on the whole of it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex min-h-12 items-center justify-between gap-4 px-4 pt-2">
      <h1 className="text-base font-semibold">{title}</h1>
      {children}
    </div>
  );
}
