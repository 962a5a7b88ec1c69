import type { ReactNode } from 'react';
import { CopyButton } from '@/app/_components/copy-button';
import { VisibleText } from '@/app/_components/visible-text/visible-text';

interface FactsProps {
  title: string;
  children: ReactNode;
  /** where the facts lead */
  link?: ReactNode;
}

/** A titled list of names and values. */
export function Facts({ title, children, link }: FactsProps) {
  return (
    <section>
      <h2 className="flex h-8 items-center font-medium">{title}</h2>
      <dl className="border-t border-line">{children}</dl>
      {link ? <p className="py-2">{link}</p> : null}
    </section>
  );
}

interface FactProps {
  name: string;
  /** null is shown as a dash */
  value: ReactNode;
  /** makes the value monospaced and copyable */
  copy?: string | null;
}

const dash = <span className="text-faint">—</span>;

/** One name and value. */
export function Fact({ name, value, copy }: FactProps) {
  return (
    <div className="flex min-h-8 items-center gap-3 border-b border-line py-1">
      <dt className="w-24 shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 items-center gap-1">
        <span className={copy ? 'min-w-0 font-mono text-xs break-all' : 'min-w-0 [overflow-wrap:anywhere]'}>
          {typeof value === 'string' ? <VisibleText text={value} /> : (value ?? dash)}
        </span>
        {copy ? <CopyButton text={copy} what={name.toLowerCase()} className="ml-auto" /> : null}
      </dd>
    </div>
  );
}
