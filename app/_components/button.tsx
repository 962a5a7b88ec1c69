import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/** The look of a button, for the few elements that are none. */
export const buttonLook = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:opacity-60 [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-accent-ink hover:bg-accent/90',
        plain: 'border border-line-2 bg-canvas text-ink hover:bg-hover',
        quiet: 'text-muted hover:bg-hover hover:text-ink',
        danger: 'border border-bad/40 bg-canvas text-bad hover:bg-bad-soft',
      },
      size: { sm: 'h-7 px-2 text-xs', md: 'h-8 px-3 text-sm', icon: 'size-7' },
    },
    defaultVariants: { kind: 'plain', size: 'sm' },
  },
);

type Props = ComponentProps<'button'> & VariantProps<typeof buttonLook> & { asChild?: boolean };

/** A button, or with `asChild` a link that looks like one. */
export function Button({ kind, size, asChild, className, type = 'button', ...props }: Props) {
  const Element = asChild ? Slot.Root : 'button';
  return (
    <Element
      {...(asChild ? {} : { type })}
      className={cn(buttonLook({ kind, size }), className)}
      {...props}
    />
  );
}
