import { useId, type ComponentProps, type ReactNode } from 'react';
import { cn } from './cn';

/** The look of a text field, for the few places that are no Field. */
export const inputLook =
  'h-8 w-full min-w-0 rounded-md border border-edge bg-canvas px-2.5 text-sm text-ink aria-invalid:border-bad disabled:bg-panel disabled:text-muted';

type Props = ComponentProps<'input'> & { label: string; hint?: ReactNode; error?: string | undefined };

/** A labelled text field with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, className, ...props }: Props) {
  const id = useId();
  const about = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={about || undefined}
        className={cn(inputLook, className)}
        {...props}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}

/** What is wrong with one field. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="text-xs text-bad">
      {children}
    </p>
  );
}
