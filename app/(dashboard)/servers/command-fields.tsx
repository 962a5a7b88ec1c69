'use client';

import { useId } from 'react';
import { Checkbox } from '@/app/_components/checkbox';
import { Field, FieldError, inputLook } from '@/app/_components/field';
import type { ServerView } from '@/lib/servers/schema';
import { Configured } from './configured';
import { SecretRows } from './secret-rows';

interface Props {
  server: ServerView | undefined;
  errors: Record<string, string>;
}

/** How a server is started that is a command. What is stored of it is replaced as a whole. */
export function CommandFields({ server, errors }: Props) {
  return (
    <>
      <Configured legend="Command" stored={server?.command ?? null} what="command" error={errors['command']}>
        {server ? (
          <p className="text-xs text-muted">
            What you enter replaces the stored command with its arguments, variables and directory.
          </p>
        ) : null}
        <div className="flex flex-col gap-4">
          <Field
            label="Program"
            name="command"
            placeholder="npx"
            spellCheck={false}
            autoCapitalize="off"
            hint="Found on the gateway’s PATH, started without a shell."
            error={errors['command']}
          />
          <Arguments error={errors['args']} />
          <div>
            <p className="mb-1 text-sm font-medium">Environment</p>
            <p className="mb-2 text-xs text-muted">
              Beside PATH and HOME it gets these and nothing else. Stored encrypted, never shown again.
            </p>
            <SecretRows
              field="env"
              what="variable"
              placeholders={{ name: 'GITHUB_TOKEN', value: 'value' }}
              errors={errors}
              names={[]}
            />
          </div>
          <Field
            label="Directory"
            name="cwd"
            placeholder="/srv/files"
            spellCheck={false}
            hint="Where it runs; left empty, where the gateway runs."
            error={errors['cwd']}
          />
        </div>
      </Configured>
      <Checkbox
        name="shared"
        defaultChecked={server?.shared ?? false}
        label="One process for all agents"
        hint="Only for servers that keep nothing of a session; otherwise each session gets a process of its own."
      />
    </>
  );
}

function Arguments({ error }: { error: string | undefined }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        Arguments
      </label>
      <textarea
        id={id}
        name="args"
        rows={3}
        spellCheck={false}
        placeholder={'-y\n@modelcontextprotocol/server-everything'}
        aria-describedby={`${id}-hint`}
        aria-invalid={error ? true : undefined}
        className={`${inputLook} h-auto py-1.5 font-mono text-xs`}
      />
      <p id={`${id}-hint`} className="text-xs text-muted">
        One a line. They may be credentials: stored encrypted, never shown again.
      </p>
      {error ? <FieldError>{error}</FieldError> : null}
    </div>
  );
}
