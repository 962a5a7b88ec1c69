'use client';

import { CodeBlock } from '@/app/_components/code-block';
import { Notice } from '@/app/_components/notice';
import { clientConfiguration } from '@/app/(dashboard)/_client-configuration';
import type { CreatedKey } from '@/lib/keys/schema';
import type { ServerChoice } from './key-form';

interface Props {
  created: CreatedKey;
  address: string;
  servers: ServerChoice[];
}

/** The key itself, and a client configuration that has it in its place. */
export function NewKey({ created, address, servers }: Props) {
  const slug = created.servers[0]?.slug ?? servers[0]?.slug;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn">Copy it now: it is not stored and cannot be shown again.</Notice>
      <CodeBlock what="API key" text={created.key} />
      {created.scopes.includes('mcp') && slug !== undefined ? (
        <>
          <h3 className="mt-1 font-medium">Client configuration for {slug}</h3>
          <CodeBlock what="client configuration" text={clientConfiguration(address, slug, created.key)} />
        </>
      ) : null}
    </div>
  );
}
