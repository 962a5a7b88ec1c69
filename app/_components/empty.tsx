import type { ReactNode } from 'react';

/** What stands where data would: what is missing, why, and the next step. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mx-auto flex w-full max-w-2xl flex-col gap-3 px-4 py-12">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
