'use client';

import { useState, type ReactNode } from 'react';
import { CodeBlock } from '@/app/_components/code-block';
import { Segments } from '@/app/_components/segments';
import { Select } from '@/app/_components/select';
import { CLIENTS } from './_client-configuration';

interface Props {
  /** the gateway's own address */
  address: string;
  /** the servers to choose from: slugs, at least one */
  slugs: readonly string[];
  /** the server that the rest of the page is about; otherwise the person chooses first */
  chosen: string | null;
  onChoose: (slug: string) => void;
  /** the key to put in, or its placeholder */
  withKey: string;
  /** what stands beside the texts */
  aside?: ReactNode;
}

/** The start and the end of a key are enough to know it again. */
const shortened = (key: string) => (key.length > 24 ? `${key.slice(0, 12)}…${key.slice(-4)}` : key);

/** What connects a client that one chooses to a server that one chooses, ready to copy. */
export function Connect({ address, slugs, chosen, onChoose, withKey, aside }: Props) {
  const [name, setName] = useState(CLIENTS[0]?.name ?? '');
  const client = CLIENTS.find((one) => one.name === name);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segments label="Client" options={CLIENTS.map((one) => one.name)} value={name} onChange={setName} />
        <Select
          label="Server"
          value={chosen ?? ''}
          onChange={onChoose}
          options={[
            ...(chosen === null ? [{ value: '', label: 'choose one' }] : []),
            ...slugs.map((slug) => ({ value: slug, label: slug })),
          ]}
        />
      </div>
      <div className={aside ? 'grid gap-6 xl:grid-cols-[minmax(0,1fr)_300px]' : ''}>
        <div className="flex min-w-0 flex-col gap-3">
          {chosen === null ? (
            <p className="text-muted">Choose the server that the client shall reach.</p>
          ) : (
            client?.pieces({ address, slug: chosen, key: withKey }).map((piece) => (
              <div key={piece.what} className="flex flex-col gap-1.5">
                <p className="text-xs text-muted">{piece.intro}</p>
                <CodeBlock
                  what={`${piece.what} for ${client.name}`}
                  text={piece.text}
                  shown={piece.text.replaceAll(withKey, shortened(withKey))}
                />
              </div>
            ))
          )}
        </div>
        {aside}
      </div>
    </div>
  );
}
