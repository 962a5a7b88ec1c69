import type { ReactNode } from 'react';
import { Logo } from './logo';

/** The frame of the pages in front of the sign-in. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-5 px-6 py-10">
      <div className="flex items-center gap-2 text-muted">
        <Logo className="size-5" />
        Sightline
      </div>
      <h1 className="text-base font-semibold">{title}</h1>
      {children}
    </main>
  );
}
