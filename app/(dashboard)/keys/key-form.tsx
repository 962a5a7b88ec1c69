'use client';

import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { Checkbox } from '@/app/_components/checkbox';
import { DialogClose } from '@/app/_components/dialog';
import { Field, FieldError } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import type { CreatedKey } from '@/lib/keys/schema';
import { addKey } from './actions';

export interface ServerChoice {
  id: string;
  slug: string;
  name: string;
}

interface Props {
  servers: ServerChoice[];
  onCreated: (created: CreatedKey) => void;
}

/** Name, scopes and reach of a new key. */
export function KeyForm({ servers, onCreated }: Props) {
  const { pending, onSubmit, message, fields } = useForm(addKey, onCreated);
  const [calls, setCalls] = useState(true);
  const shown = ['name', 'scopes', 'server_ids'].some((field) => fields[field]);
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field label="Name" name="name" maxLength={100} hint="Who or what uses it." error={fields['name']} />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium">May</legend>
        <Checkbox
          name="scopes"
          value="mcp"
          label="call MCP servers"
          checked={calls}
          onChange={(event) => setCalls(event.target.checked)}
        />
        <Checkbox
          name="scopes"
          value="read"
          label="read"
          hint="Logs, servers and metrics over the REST API."
        />
        <Checkbox
          name="scopes"
          value="admin"
          label="administer"
          hint="Everything over the REST API, keys and servers included."
        />
        {fields['scopes'] ? <FieldError>{fields['scopes']}</FieldError> : null}
      </fieldset>
      {calls ? <Reach servers={servers} error={fields['server_ids']} /> : null}
      {message && !shown ? <Notice tone="bad">{message}</Notice> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button size="md">Cancel</Button>
        </DialogClose>
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Creating…' : 'Create key'}
        </Button>
      </div>
    </form>
  );
}

function Reach({ servers, error }: { servers: ServerChoice[]; error: string | undefined }) {
  const [all, setAll] = useState(true);
  const choose = (value: boolean) => () => setAll(value);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">On</legend>
      <Radio value="all" label="all servers, later ones included" checked={all} onChange={choose(true)} />
      <Radio value="some" label="only these" checked={!all} onChange={choose(false)} />
      {all ? null : (
        <div className="ml-6 flex max-h-40 flex-col gap-1 overflow-y-auto">
          {servers.length === 0 ? <p className="text-muted">There is no server yet.</p> : null}
          {servers.map((server) => (
            <Checkbox
              key={server.id}
              name="server_ids"
              value={server.id}
              label={server.name}
              hint={server.slug}
            />
          ))}
        </div>
      )}
      {error ? <FieldError>{error}</FieldError> : null}
    </fieldset>
  );
}

interface RadioProps {
  value: string;
  label: string;
  checked: boolean;
  onChange: () => void;
}

function Radio({ value, label, checked, onChange }: RadioProps) {
  return (
    <label className="flex min-h-6 cursor-pointer items-center gap-2">
      <input
        type="radio"
        name="reach"
        value={value}
        checked={checked}
        onChange={onChange}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}
