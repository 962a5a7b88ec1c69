'use client';

import { DataTable } from '@/app/_components/data-table/data-table';
import { columnHelper } from '@/app/_components/data-table/features';
import { Time } from '@/app/_components/time';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { UserView } from '@/lib/users/schema';
import { RemoveUser } from './remove-user';
import { EditUser } from './user-dialog';

interface Props {
  users: UserView[];
  admin: boolean;
  /** the id of who looks at it */
  self: string;
}

const CARD = { areas: '"person actions" "role role"', columns: 'minmax(0, 1fr) auto' };
const column = columnHelper<UserView & { isSelf: boolean }>();

const columns = column.columns([
  column.accessor('name', {
    header: 'Person',
    size: 280,
    enableHiding: false,
    sortFn: 'alphanumeric',
    meta: { card: 'person', grows: true },
    cell: ({ row: { original: user } }) => (
      <>
        <span className="text-sm font-medium">
          <VisibleText text={user.name} />
        </span>
        {user.isSelf ? <span className="text-muted"> (you)</span> : null}
        <span className="block text-muted">{user.email}</span>
      </>
    ),
  }),
  column.accessor('role', { header: 'Role', size: 120, sortFn: 'alphanumeric', meta: { card: 'role' } }),
  column.accessor('created_at', {
    header: 'Created',
    size: 160,
    sortFn: 'basic',
    meta: { from: 'medium' },
    cell: ({ getValue }) => <Time at={getValue()} show="minute" />,
  }),
  column.accessor((user) => user.last_seen_at ?? '', {
    id: 'last_seen',
    header: 'Last sign-in',
    size: 160,
    sortFn: 'basic',
    cell: ({ row: { original: user } }) =>
      user.last_seen_at ? (
        <Time at={user.last_seen_at} show="minute" />
      ) : (
        <span className="text-faint">never</span>
      ),
  }),
]);

const actions = column.columns([
  column.display({
    id: 'actions',
    header: () => <span className="sr-only">Actions</span>,
    size: 96,
    enableHiding: false,
    enableResizing: false,
    meta: { card: 'actions', align: 'right' },
    cell: ({ row: { original: user } }) => (
      <div className="flex items-center justify-end gap-1">
        <EditUser user={user} />
        <RemoveUser id={user.id} email={user.email} />
      </div>
    ),
  }),
]);

const withActions = [...columns, ...actions];

/** The accounts, and what an admin can do with each. */
export function UsersTable({ users, admin, self }: Props) {
  return (
    <DataTable
      name="users"
      label="Users"
      columns={admin ? withActions : columns}
      items={users.map((user) => ({ ...user, isSelf: user.id === self }))}
      card={CARD}
      order="whole"
    />
  );
}
