import { Ban, CircleCheck } from 'lucide-react';
import { Table, Td, Th } from '@/app/_components/table';
import { Time } from '@/app/_components/time';
import type { KeyView } from '@/lib/keys/schema';
import { cn } from '@/app/_components/cn';
import { RevokeKey } from './revoke-key';

/** The keys, revoked ones included: log rows still name them. */
export function KeysTable({ keys }: { keys: KeyView[] }) {
  return (
    <Table>
      <caption className="sr-only">Keys</caption>
      <thead>
        <tr>
          <Th className="pl-4">Key</Th>
          <Th className="hidden sm:table-cell">May</Th>
          <Th className="hidden md:table-cell">Servers</Th>
          <Th className="hidden lg:table-cell">Created</Th>
          <Th className="hidden sm:table-cell">Last used</Th>
          <Th>State</Th>
          <Th className="w-24 pr-4">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} item={key} />
        ))}
      </tbody>
    </Table>
  );
}

function KeyRow({ item }: { item: KeyView }) {
  const revoked = item.revokedAt !== null;
  return (
    <tr className={cn('hover:bg-hover', revoked && 'text-muted')}>
      <Td className="pl-4">
        <span className="font-medium [overflow-wrap:anywhere]">{item.name}</span>
        <span className="block text-xs text-muted sm:hidden">{item.scopes.join(', ')}</span>
        <span className="block font-mono text-xs text-muted">{item.prefix.replace(/…?$/, '…')}</span>
      </Td>
      <Td className="hidden sm:table-cell">{item.scopes.join(', ')}</Td>
      <Td className="hidden max-w-64 md:table-cell">
        {item.allServers ? 'all' : item.servers.map((server) => server.slug).join(', ') || '—'}
      </Td>
      <Td className="hidden lg:table-cell">
        <Time at={item.createdAt} />
        {item.createdBy ? <span className="block text-xs text-muted">by {item.createdBy}</span> : null}
      </Td>
      <Td className="hidden sm:table-cell">{item.lastUsedAt ? <Time at={item.lastUsedAt} /> : 'never'}</Td>
      <Td>
        <KeyState revokedAt={item.revokedAt} />
      </Td>
      <Td className="pr-4 text-right">{revoked ? null : <RevokeKey id={item.id} name={item.name} />}</Td>
    </tr>
  );
}

function KeyState({ revokedAt }: { revokedAt: string | null }) {
  if (revokedAt === null) {
    return (
      <span className="inline-flex items-center gap-1.5 text-good">
        <CircleCheck aria-hidden className="size-3.5" /> Active
      </span>
    );
  }
  return (
    <>
      <span className="inline-flex items-center gap-1.5">
        <Ban aria-hidden className="size-3.5" /> Revoked
      </span>
      <Time at={revokedAt} className="block text-xs" />
    </>
  );
}
