import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A dense table with hairlines. Its parent decides what happens when it is too wide. */
export function Table({ className, ...props }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />;
}

/** A column's head; it stays in sight. Its line is a shadow, because borders of collapsed cells do not stick. */
export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-8 bg-canvas px-2 text-xs font-medium whitespace-nowrap text-muted shadow-[inset_0_-1px_0_var(--line)] md:sticky md:top-0 md:z-10',
        className,
      )}
      {...props}
    />
  );
}

/** A cell. */
export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('border-b border-line px-2 py-1.5 align-top', className)} {...props} />;
}
