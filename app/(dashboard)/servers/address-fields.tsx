'use client';

import { Field } from '@/app/_components/field';
import type { ServerView } from '@/lib/servers/schema';
import { Configured } from './configured';
import { SecretRows } from './secret-rows';

interface Props {
  server: ServerView | undefined;
  errors: Record<string, string>;
}

/** Where a server answers, and the headers that it is sent. */
export function AddressFields({ server, errors }: Props) {
  const names = server?.headers.names ?? [];
  return (
    <>
      {server?.url_hidden ? (
        <Configured legend="Address" stored={server.url} what="address" error={errors['url']}>
          <p className="text-xs text-muted">
            The stored address has parts that are not shown. What you enter replaces it whole.
          </p>
          <AddressField value="" error={errors['url']} />
        </Configured>
      ) : (
        <AddressField value={server?.url ?? ''} error={errors['url']} />
      )}
      <Configured
        legend="Headers"
        stored={names.length === 0 ? null : names.join(', ')}
        what="headers"
        error={errors['headers']}
      >
        <p className="text-xs text-muted">
          Sent with each request to this server, stored encrypted, never shown again.
          {names.length > 0 ? ' What you enter replaces all stored headers.' : ''}
        </p>
        <SecretRows
          field="headers"
          what="header"
          placeholders={{ name: 'Authorization', value: 'Bearer …' }}
          errors={errors}
          names={names}
        />
      </Configured>
    </>
  );
}

const AddressField = ({ value, error }: { value: string; error: string | undefined }) => (
  <Field
    label="Address"
    name="url"
    type="url"
    defaultValue={value}
    placeholder="https://example.com/mcp"
    spellCheck={false}
    hint="Of its Streamable HTTP endpoint."
    error={error}
  />
);
