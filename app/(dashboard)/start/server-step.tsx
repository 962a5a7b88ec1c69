'use client';

import { Check, Unplug } from 'lucide-react';
import { useState } from 'react';
import { CodeBlock } from '@/app/_components/code-block';
import { Segments } from '@/app/_components/segments';
import { ServerForm } from '@/app/(dashboard)/servers/server-form';
import type { ServerView } from '@/lib/servers/schema';
import { ExampleServer } from './example-server';
import { PasteServers } from './paste-servers';

const WAYS = ['By address', 'By command', 'Paste mcpServers', 'Example server'] as const;
type Way = (typeof WAYS)[number];

interface Props {
  servers: ServerView[];
  /** whether admins may add commands (ALLOW_STDIO) */
  commands: boolean;
}

/** Four ways to a server, and those that are there. */
export function ServerStep({ servers, commands }: Props) {
  // Somebody who has a server already is not in need of a form.
  const [way, setWay] = useState<Way | null>(servers.length === 0 ? 'Example server' : null);
  const close = () => setWay(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segments label="How to add a server" options={WAYS} value={way} onChange={setWay} />
        <span className="text-xs text-muted">{counted(servers)}</span>
      </div>
      {way === null ? null : (
        <div className="max-w-[640px]">
          {way === 'By address' ? <ServerForm key={way} kind="http" onDone={close} /> : null}
          {way === 'By command' ? <ByCommand allowed={commands} onDone={close} /> : null}
          {way === 'Paste mcpServers' ? <PasteServers onDone={close} /> : null}
          {way === 'Example server' ? <ExampleServer allowed={commands} onDone={close} /> : null}
        </div>
      )}
      {servers.length === 0 ? null : <ServerList servers={servers} />}
    </div>
  );
}

function counted(servers: ServerView[]): string {
  const idle = servers.filter((server) => !server.served).length;
  return `${servers.length} added${idle > 0 ? `, ${idle} not served` : ''}`;
}

function ByCommand({ allowed, onDone }: { allowed: boolean; onDone: () => void }) {
  if (allowed) return <ServerForm kind="stdio" onDone={onDone} />;
  return (
    <div className="flex flex-col gap-2">
      <p>
        A command runs on the gateway’s machine, so its operator decides: start Sightline with{' '}
        <code className="font-mono text-xs">ALLOW_STDIO=true</code>, and commands can be added here. Those of
        the file that MCP_CONFIG names are served in any case.
      </p>
      <CodeBlock what="start command" text="ALLOW_STDIO=true npm start" />
    </div>
  );
}

function ServerList({ servers }: { servers: ServerView[] }) {
  return (
    <ul aria-label="Servers" className="border-t border-line">
      {servers.map((server) => (
        <li
          key={server.id}
          className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line py-1 text-xs"
        >
          {server.served ? (
            <Check aria-hidden className="size-3.5 text-muted" />
          ) : (
            <Unplug aria-hidden className="size-3.5 text-warn" />
          )}
          <span className="min-w-28 font-medium">{server.name}</span>
          <span className="min-w-0 flex-1 truncate font-mono text-muted">{server.url ?? server.command}</span>
          <span className={server.served ? 'text-muted' : 'text-warn'}>
            {server.served ? `/mcp/${server.slug}` : server.not_served_because}
          </span>
        </li>
      ))}
    </ul>
  );
}
