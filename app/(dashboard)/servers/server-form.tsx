'use client';

import type { ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { Field } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import type { ServerView } from '@/lib/servers/schema';
import { addServer, editServer } from './actions';
import { AddressFields } from './address-fields';
import { CommandFields } from './command-fields';
import { NameFields } from './name-fields';

interface Props {
  /** left out: a new server */
  server?: ServerView | undefined;
  /** how it is reached: an address or a command */
  kind: ServerView['transport'];
  onDone: () => void;
  cancel?: ReactNode;
}

/** Name of a server and how it is reached. */
export function ServerForm({ server, kind, onDone, cancel }: Props) {
  const action = server ? editServer.bind(null, server.id) : addServer;
  const { pending, onSubmit, message, fields } = useForm(action, onDone);
  const Reach = kind === 'http' ? AddressFields : CommandFields;
  const isPlaced = Object.keys(fields).some((field) => !field.includes('.'));
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="kind" value={kind} />
      {server ? (
        <Field label="Name" name="name" defaultValue={server.name} maxLength={100} error={fields['name']} />
      ) : (
        <NameFields errors={fields} />
      )}
      <Reach server={server} errors={fields} />
      {message && !isPlaced ? <Notice tone="bad">{message}</Notice> : null}
      <div className="flex justify-end gap-2">
        {cancel}
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Saving…' : server ? 'Save' : 'Add server'}
        </Button>
      </div>
    </form>
  );
}
