import { Ban, CircleCheck } from 'lucide-react';
import { Table, Td, Th } from '@/app/_components/table';
import { Time } from '@/app/_components/time';
import type { KeyView } from '@/lib/keys/schema';
import { cn } from '@/app/_components/cn';
import { RevokeKey } from './revoke-key';

/** The keys, revoked ones included: log rows still name them. */
export function KeysTable({ keys, admin }: { keys: KeyView[]; admin: boolean }) {
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
          {admin ? (
            <Th className="w-24 pr-4">
              <span className="sr-only">Actions</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} item={key} admin={admin} />
        ))}
      </tbody>
    </Table>
  );
}

function KeyRow({ item, admin }: { item: KeyView; admin: boolean }) {
  const revoked = item.revoked_at !== null;
  return (
    <tr className={cn('hover:bg-hover', revoked && 'text-muted')}>
      <Td className="pl-4">
        <span className="font-medium [overflow-wrap:anywhere]">{item.name}</span>
        <span className="block text-xs text-muted sm:hidden">{item.scopes.join(', ')}</span>
        <span className="block font-mono text-xs text-muted">{item.prefix.replace(/…?$/, '…')}</span>
      </Td>
      <Td className="hidden sm:table-cell">{item.scopes.join(', ')}</Td>
      <Td className="hidden max-w-64 md:table-cell">
        {item.all_servers ? 'all' : item.servers.map((server) => server.slug).join(', ') || '—'}
      </Td>
      <Td className="hidden lg:table-cell">
        <Time at={item.created_at} />
        {item.created_by ? <span className="block text-xs text-muted">by {item.created_by}</span> : null}
      </Td>
      <Td className="hidden sm:table-cell">
        {item.last_used_at ? <Time at={item.last_used_at} /> : 'never'}
      </Td>
      <Td>
        <KeyState revoked_at={item.revoked_at} />
      </Td>
      {admin ? (
        <Td className="pr-4 text-right">{revoked ? null : <RevokeKey id={item.id} name={item.name} />}</Td>
      ) : null}
    </tr>
  );
}

function KeyState({ revoked_at }: { revoked_at: string | null }) {
  if (revoked_at === null) {
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
      <Time at={revoked_at} className="block text-xs" />
    </>
  );
}
