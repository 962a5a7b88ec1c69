'use client';

import { useId, useState } from 'react';
import { Button } from '@/app/_components/button';
import { FieldError, inputLook } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import type { AddedEntry } from '@/lib/servers/add-from-config';
import { pasteServers } from './actions';

const PLACEHOLDER = `{
  "mcpServers": {
    "github": { "url": "https://…/mcp", "headers": { "Authorization": "Bearer …" } }
  }
}`;

/** The file that a client has already, pasted; each entry is added by itself. */
export function PasteServers({ onDone }: { onDone: () => void }) {
  const id = useId();
  const [entries, setEntries] = useState<AddedEntry[]>([]);
  const { pending, onSubmit, message, fields } = useForm(pasteServers, (added) => {
    setEntries(added);
    if (added.every((entry) => entry.refused === null)) onDone();
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-2">
      <label htmlFor={id} className="text-muted">
        The file of Claude Desktop, Cursor or another client, as it is. Its credentials are stored encrypted
        and never shown again.
      </label>
      <textarea
        id={id}
        name="config"
        rows={8}
        spellCheck={false}
        placeholder={PLACEHOLDER}
        aria-invalid={fields['config'] ? true : undefined}
        className={`${inputLook} h-auto py-2 font-mono text-xs`}
      />
      {message ? <FieldError>{fields['config'] ?? message}</FieldError> : null}
      {entries
        .filter((entry) => entry.refused !== null)
        .map((entry) => (
          <Notice key={entry.name} tone="warn" title={`${entry.name} was not added`}>
            {entry.refused}
          </Notice>
        ))}
      <div>
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Adding…' : 'Add these servers'}
        </Button>
      </div>
    </form>
  );
}
