'use client';

import { useEffect, useState, useTransition } from 'react';
import { useRouter } from 'next/navigation';
import { Notice } from '@/app/_components/notice';
import type { SettingsView } from '@/lib/settings/schema';
import { saveSettings } from '../actions';
import { enteredOf, valueOf, wordsOf, type Entered } from './entered';
import type { SettingField } from './fields';
import { FieldInput } from './field-input';
import { UnsavedBar } from './unsaved-bar';

interface Props {
  view: SettingsView;
  fields: SettingField[];
  /** an auditor reads and changes nothing */
  editable: boolean;
}

interface Failure {
  message: string;
  fields: Record<string, string>;
}

/**
 * The fields of a section. What somebody has entered stays when the section is loaded anew because somebody else was
 * faster: only what they have not touched follows.
 */
export function SettingsForm({ view, fields, editable }: Props) {
  const router = useRouter();
  const [entered, setEntered] = useState<Record<string, Entered>>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, startTransition] = useTransition();
  const stored = (field: SettingField) => enteredOf(field, view.value[field.name]);
  const changed = fields.filter((field) => (entered[field.name] ?? stored(field)) !== stored(field));
  useWarning(changed.length > 0);
  const reset = () => {
    setEntered({});
    setFailure(null);
  };
  const save = () =>
    startTransition(async () => {
      const value = Object.fromEntries(
        changed.map((field) => [field.name, valueOf(field, entered[field.name] ?? stored(field))]),
      );
      const after = await saveSettings(view.section, { version: view.version, value });
      if (after.status !== 'failed') return reset();
      setFailure(after);
      // Somebody else may have been faster: then their values are what the next attempt stands on.
      if (Object.keys(after.fields).length === 0) router.refresh();
    });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="flex flex-col gap-4 pb-4">
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={entered[field.name] ?? stored(field)}
            error={failure?.fields[field.name]}
            disabled={!editable}
            onChange={(value) => setEntered({ ...entered, [field.name]: value })}
          />
        ))}
      </div>
      {failure && Object.keys(failure.fields).length === 0 ? (
        <Notice tone="bad" className="mb-4">
          {failure.message} It has been loaded again; what you have entered is still here.
        </Notice>
      ) : null}
      {changed.length === 0 ? null : (
        <UnsavedBar
          count={changed.length}
          change={changed
            .map(
              (field) => `${field.label} ${wordsOf(stored(field))} to ${wordsOf(entered[field.name] ?? '')}`,
            )
            .join('; ')}
          pending={pending}
          onDiscard={reset}
        />
      )}
    </form>
  );
}

/** The browser asks before a page with unsaved changes is left. */
function useWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
}
