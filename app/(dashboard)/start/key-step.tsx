'use client';

import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { CodeBlock } from '@/app/_components/code-block';
import { Field } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { Select } from '@/app/_components/select';
import { addKey } from '@/app/(dashboard)/keys/actions';
import type { CreatedKey } from '@/lib/keys/schema';
import type { ServerView } from '@/lib/servers/schema';
import type { AgentKey } from './progress';

interface Props {
  servers: ServerView[];
  keys: AgentKey[];
  /** the key that was made on this page, which can still be copied */
  created: CreatedKey | null;
  onCreated: (created: CreatedKey) => void;
}

/** A name and a reach; then the key itself, this once. */
export function KeyStep({ servers, keys, created, onCreated }: Props) {
  const { pending, onSubmit, message, fields } = useForm(addKey, onCreated);
  const [reach, setReach] = useState('all');
  if (created) {
    return (
      <div className="flex flex-col gap-2">
        <CodeBlock what="API key" text={created.key} />
        <p className="text-xs text-muted">
          {created.name}, may call {reachOf(created)}. Copy it now, or with the text below: it cannot be shown
          again.
        </p>
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="flex max-w-[640px] flex-col gap-3">
      <input type="hidden" name="scopes" value="mcp" />
      <input type="hidden" name="reach" value={reach === 'all' ? 'all' : 'some'} />
      {reach === 'all' ? null : <input type="hidden" name="server_ids" value={reach} />}
      <div className="flex flex-wrap items-end gap-3">
        <div className="w-48">
          <Field label="Name" name="name" defaultValue="my-agent" maxLength={100} error={fields['name']} />
        </div>
        <Select
          label="May call"
          value={reach}
          onChange={setReach}
          className="h-8"
          options={[
            { value: 'all', label: 'every server' },
            ...servers.map(({ id, slug }) => ({ value: id, label: slug })),
          ]}
        />
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Creating…' : 'Create key'}
        </Button>
      </div>
      {message && !fields['name'] ? <Notice tone="bad">{message}</Notice> : null}
      {keys.length === 0 ? null : (
        <p className="text-xs text-muted">
          There {keys.length === 1 ? 'is one' : `are ${keys.length}`} already:{' '}
          {keys.map((key) => key.name).join(', ')}. Use what you kept of it, or create another.
        </p>
      )}
    </form>
  );
}

const reachOf = ({ all_servers, servers }: CreatedKey) =>
  all_servers ? 'every server' : servers.map((server) => server.slug).join(', ');
