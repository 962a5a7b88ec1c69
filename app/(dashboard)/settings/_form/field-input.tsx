'use client';

import { useId } from 'react';
import { Checkbox } from '@/app/_components/checkbox';
import { Field, FieldError, inputLook } from '@/app/_components/field';
import type { Entered } from './entered';
import type { SettingField } from './fields';

interface Props {
  field: SettingField;
  value: Entered;
  error: string | undefined;
  disabled: boolean;
  onChange: (value: Entered) => void;
}

/** One field, as its kind is entered, and the heading of the group that begins with it. */
export function FieldInput(props: Props) {
  const { group } = props.field;
  return (
    <>
      {group === null ? null : (
        <h2 className="border-t border-line pt-4 font-semibold first:border-0 first:pt-0">{group}</h2>
      )}
      <Input {...props} />
    </>
  );
}

function Input({ field, value, error, disabled, onChange }: Props) {
  const { kind, name, label, hint, min, max } = field;
  if (kind === 'flag') {
    return (
      <Checkbox
        name={name}
        label={label}
        hint={hint}
        checked={value === true}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  if (kind === 'list') return <Lines {...{ field, value, error, disabled, onChange }} />;
  return (
    <Field
      label={label}
      name={name}
      hint={hint}
      error={error}
      value={String(value)}
      disabled={disabled}
      inputMode="numeric"
      placeholder={field.optional ? 'no limit' : undefined}
      title={min === null || max === null ? undefined : `${min} to ${max.toLocaleString('en')}`}
      onChange={(event) => onChange(event.target.value)}
      className="max-w-40"
    />
  );
}

function Lines({ field, value, error, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {field.label}
      </label>
      <textarea
        id={id}
        name={field.name}
        rows={3}
        spellCheck={false}
        value={String(value)}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.value)}
        className={`${inputLook} h-auto py-1.5 font-mono text-xs`}
      />
      <p id={`${id}-hint`} className="text-xs text-muted">
        {field.hint}
      </p>
      {error ? <FieldError>{error}</FieldError> : null}
    </div>
  );
}
