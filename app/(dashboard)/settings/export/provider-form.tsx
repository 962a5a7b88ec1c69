'use client';

import { useId } from 'react';
import { FieldError, inputLook } from '@/app/_components/field';
import type { ProviderView } from '@/lib/export/schema';
import { fieldsFor, withMode, type Draft } from './draft';
import { FieldRow } from './field-row';

interface Props {
  provider: ProviderView;
  draft: Draft;
  /** by the field's name */
  errors: Record<string, string>;
  disabled: boolean;
  onChange: (draft: Draft) => void;
}

/** The form of one destination, made from what its provider says of its fields. */
export function ProviderForm({ provider, draft, errors, disabled, onChange }: Props) {
  const nameId = useId();
  const { modes } = provider;
  const set = (name: string, value: unknown) =>
    onChange({ ...draft, config: { ...draft.config, [name]: value } });
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-3">
      <legend className="sr-only">{provider.title}</legend>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[152px_1fr] sm:items-center">
        <label htmlFor={nameId} className="text-muted">
          Name
        </label>
        <div>
          <input
            id={nameId}
            value={draft.name}
            maxLength={100}
            aria-invalid={errors['name'] ? true : undefined}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
            className={inputLook}
          />
          {errors['name'] ? <FieldError>{errors['name']}</FieldError> : null}
        </div>
      </div>
      {modes === null ? null : (
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[152px_1fr] sm:items-center">
          <span className="text-muted">Way</span>
          <div className="flex flex-wrap gap-4" role="radiogroup" aria-label="Way">
            {Object.entries(modes).map(([mode, title]) => (
              <label key={mode} className="flex min-h-8 cursor-pointer items-center gap-2">
                <input
                  type="radio"
                  name={`${nameId}-mode`}
                  checked={draft.config['mode'] === mode}
                  onChange={() => onChange(withMode(draft, provider, mode))}
                  className="size-3.5 accent-accent"
                />
                {title}
              </label>
            ))}
          </div>
        </div>
      )}
      {fieldsFor(provider, draft.config).map((field) => (
        <FieldRow
          key={`${provider.id}/${field.mode ?? ''}/${field.name}`}
          field={field}
          value={draft.config[field.name]}
          error={errors[field.name]}
          onChange={(value) => set(field.name, value)}
        />
      ))}
      <p className="text-xs text-muted">{provider.docs.replaceAll(/[*`]/g, '')}</p>
    </fieldset>
  );
}
