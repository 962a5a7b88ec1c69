'use client';

import { LockKeyhole } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/app/_components/button';
import { cn } from '@/app/_components/cn';
import { FieldError, inputLook } from '@/app/_components/field';
import type { FieldView } from '@/lib/export/schema';
import { isConfigured } from './draft';
import { HeaderLines } from './header-lines';

interface Props {
  field: FieldView;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

/** One field of a provider with its label, its help and its error. */
export function FieldRow({ field, value, error, onChange }: Props) {
  const id = useId();
  const about = [`${id}-help`, error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[152px_1fr]">
      <label htmlFor={id} className="text-muted sm:pt-1.5">
        {field.label}
        {field.is_required ? null : <span className="text-faint"> (optional)</span>}
      </label>
      <div className="flex min-w-0 flex-col gap-1">
        {isConfigured(value) ? (
          <p className="flex min-h-8 items-center gap-2">
            <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-faint" />
            configured
            <Button
              id={id}
              className="ml-auto"
              aria-label={`Replace ${field.label}`}
              onClick={() => onChange(undefined)}
            >
              Replace
            </Button>
          </p>
        ) : (
          <Entry
            id={id}
            field={field}
            value={value}
            about={about}
            isWrong={error !== undefined}
            onChange={onChange}
          />
        )}
        <p id={`${id}-help`} className="text-xs text-muted">
          {field.help}
        </p>
        {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
      </div>
    </div>
  );
}

interface EntryProps {
  id: string;
  field: FieldView;
  value: unknown;
  about: string;
  isWrong: boolean;
  onChange: (value: unknown) => void;
}

function Entry({ id, field, value, about, isWrong, onChange }: EntryProps) {
  const { kind, choices, placeholder } = field;
  const shared = { id, 'aria-describedby': about, 'aria-invalid': isWrong ? true : undefined };
  const text = typeof value === 'string' ? value : '';
  if (kind === 'switch') {
    return (
      <input
        {...shared}
        type="checkbox"
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-2 size-4 accent-accent"
      />
    );
  }
  if (kind === 'choice') {
    return (
      <select
        {...shared}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        className={inputLook}
      >
        {Object.entries(choices ?? {}).map(([choice, title]) => (
          <option key={choice} value={choice}>
            {title}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'headers') return <HeaderLines {...shared} onChange={onChange} />;
  if (kind === 'pem') {
    return (
      <textarea
        {...shared}
        value={text}
        rows={3}
        spellCheck={false}
        autoComplete="off"
        placeholder="-----BEGIN …"
        onChange={(event) => onChange(event.target.value)}
        className={cn(inputLook, 'h-auto py-1.5 font-mono text-xs')}
      />
    );
  }
  return (
    <input
      {...shared}
      value={text}
      type={kind === 'secret' ? 'password' : 'text'}
      autoComplete={kind === 'secret' ? 'new-password' : 'off'}
      spellCheck={false}
      placeholder={placeholder ?? undefined}
      onChange={(event) => onChange(event.target.value)}
      className={cn(inputLook, kind === 'address' && 'font-mono')}
    />
  );
}
