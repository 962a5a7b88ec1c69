import { CircleCheck, CircleSlash } from 'lucide-react';
import { CopyButton } from '@/app/_components/copy-button';
import { Table, Td, Th } from '@/app/_components/table';
import { agentAddress } from '@/app/(dashboard)/_client-configuration';
import type { ServerView } from '@/lib/servers/schema';
import { ServerActions } from './server-actions';

interface Props {
  servers: ServerView[];
  /** the gateway's own address */
  address: string;
  admin: boolean;
}

/** The servers, how agents reach them, and whether they can. */
export function ServersTable({ servers, address, admin }: Props) {
  return (
    <Table>
      <caption className="sr-only">Servers</caption>
      <thead>
        <tr>
          <Th className="pl-4 md:w-1/4">Server</Th>
          <Th className="hidden md:table-cell">Upstream</Th>
          <Th className="hidden lg:table-cell">Headers</Th>
          <Th className="w-28 sm:w-56">State</Th>
          {admin ? (
            <Th className="w-16 pr-4 sm:w-44">
              <span className="sr-only">Actions</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {servers.map((server) => (
          <tr key={server.id} className="hover:bg-hover">
            <Td className="pl-4">
              <ServerName server={server} address={agentAddress(address, server.slug)} />
            </Td>
            <Td className="hidden md:table-cell">
              <Upstream server={server} />
            </Td>
            <Td className="hidden lg:table-cell">
              <HeaderNames server={server} />
            </Td>
            <Td>
              <Served server={server} />
            </Td>
            {admin ? (
              <Td className="pr-4">
                <ServerActions server={server} />
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function ServerName({ server, address }: { server: ServerView; address: string }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="font-medium [overflow-wrap:anywhere]">{server.name}</span>
      {server.origin === 'config' ? (
        <span
          className="rounded-sm border border-line px-1 text-xs text-muted"
          title="Comes from the file that MCP_CONFIG names: change it there. Here it can only be switched off and on."
        >
          MCP_CONFIG
        </span>
      ) : null}
      <div className="flex basis-full items-center gap-1 text-muted">
        <span className="font-mono text-xs [overflow-wrap:anywhere]" title={address}>
          /mcp/{server.slug}
        </span>
        <CopyButton text={address} what={`agent address of ${server.name}`} />
      </div>
      <div className="basis-full text-muted md:hidden">
        <Upstream server={server} />
      </div>
    </div>
  );
}

function Upstream({ server }: { server: ServerView }) {
  return (
    <>
      <span className="font-mono text-xs [overflow-wrap:anywhere]">{server.url ?? server.command}</span>
      <span className="block text-xs text-muted">
        {server.transport === 'http' ? 'Streamable HTTP' : 'stdio'}
      </span>
    </>
  );
}

function HeaderNames({ server }: { server: ServerView }) {
  if (!server.headers.configured) return <span className="text-faint">none</span>;
  return (
    <>
      <span className="font-mono text-xs [overflow-wrap:anywhere]">{server.headers.names.join(', ')}</span>
      <span className="block text-xs text-muted">configured, values hidden</span>
    </>
  );
}

function Served({ server }: { server: ServerView }) {
  if (server.served) {
    return (
      <span className="inline-flex items-center gap-1.5 text-good">
        <CircleCheck aria-hidden className="size-3.5 shrink-0" /> Served
      </span>
    );
  }
  return (
    <>
      <span className="inline-flex items-center gap-1.5 text-muted">
        <CircleSlash aria-hidden className="size-3.5 shrink-0" /> Not served
      </span>
      <span className="block text-xs text-muted">{server.not_served_because}</span>
    </>
  );
}
