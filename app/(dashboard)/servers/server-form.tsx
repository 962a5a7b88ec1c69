'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { Field } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import type { ServerView } from '@/lib/servers/schema';
import { addServer, editServer } from './actions';
import { HeaderRows } from './header-rows';

interface Props {
  server: ServerView | undefined;
  onDone: () => void;
  cancel: ReactNode;
}

/** Name, address and headers of a server. */
export function ServerForm({ server, onDone, cancel }: Props) {
  const action = server ? editServer.bind(null, server.id) : addServer;
  const { pending, onSubmit, message, fields } = useForm(action, onDone);
  const shown = ['slug', 'name', 'url'].some((field) => fields[field]);
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field label="Name" name="name" defaultValue={server?.name} maxLength={100} error={fields['name']} />
      {server ? null : (
        <Field
          label="Slug"
          name="slug"
          spellCheck={false}
          autoCapitalize="off"
          hint="Agents reach the server as /mcp/{slug}. It cannot be changed later."
          error={fields['slug']}
        />
      )}
      <Field
        label="Address"
        name="url"
        type="url"
        defaultValue={server?.url ?? ''}
        placeholder="https://example.com/mcp"
        spellCheck={false}
        error={fields['url']}
      />
      <HeaderSection server={server} errors={fields} />
      {message && !shown ? <Notice tone="bad">{message}</Notice> : null}
      <div className="flex justify-end gap-2">
        {cancel}
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Saving…' : server ? 'Save' : 'Add server'}
        </Button>
      </div>
    </form>
  );
}

/** Stored headers stay as they are until someone chooses to enter them again. */
function HeaderSection({
  server,
  errors,
}: {
  server: ServerView | undefined;
  errors: Record<string, string>;
}) {
  const names = server?.headers.names ?? [];
  const [replace, setReplace] = useState(names.length === 0);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Headers</legend>
      {replace ? (
        <>
          <p className="text-xs text-muted">
            Sent with each request to this server, stored encrypted, never shown again.
            {names.length > 0 ? ' What you enter replaces all stored headers.' : ''}
          </p>
          <HeaderRows errors={errors} names={names} />
        </>
      ) : (
        <div className="flex items-center justify-between gap-4">
          <p className="min-w-0 text-muted">
            Stored: <span className="font-mono text-xs break-all text-ink">{names.join(', ')}</span>
          </p>
          <Button onClick={() => setReplace(true)}>Replace</Button>
        </div>
      )}
      {!replace && errors['headers'] ? <p className="text-xs text-bad">{errors['headers']}</p> : null}
    </fieldset>
  );
}
