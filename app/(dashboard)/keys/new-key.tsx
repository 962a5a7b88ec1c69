'use client';

import { useState } from 'react';
import { CodeBlock } from '@/app/_components/code-block';
import { Notice } from '@/app/_components/notice';
import { Connect } from '@/app/(dashboard)/_connect';
import type { CreatedKey } from '@/lib/keys/schema';
import type { ServerChoice } from './key-form';

interface Props {
  created: CreatedKey;
  address: string;
  servers: ServerChoice[];
}

/** The key itself, and what a client needs that has it in its place. */
export function NewKey({ created, address, servers }: Props) {
  const slugs = (created.all_servers ? servers : created.servers).map((server) => server.slug);
  // Where there is only one server, there is nothing to choose.
  const [chosen, setChosen] = useState(slugs.length === 1 ? (slugs[0] ?? null) : null);
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn">Copy it now: it is not stored and cannot be shown again.</Notice>
      <CodeBlock what="API key" text={created.key} />
      {created.scopes.includes('mcp') && slugs.length > 0 ? (
        <>
          <h3 className="mt-1 font-medium">Connect a client</h3>
          <Connect
            address={address}
            slugs={slugs}
            chosen={chosen}
            onChoose={(slug) => setChosen(slug === '' ? null : slug)}
            withKey={created.key}
          />
        </>
      ) : null}
    </div>
  );
}
