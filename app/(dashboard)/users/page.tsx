import type { Metadata } from 'next';
import { PageHead } from '@/app/(dashboard)/_shell/page-head';
import { requireUser } from '@/lib/auth/require-user';
import { listUsers } from '@/lib/users/list';
import { AddUser } from './user-dialog';
import { UsersTable } from './users-table';

export const metadata: Metadata = { title: 'Users' };

/** Who can sign in, and as what. */
export default async function UsersPage() {
  const { ctx, id, role } = await requireUser('auditor', '/users');
  const admin = role === 'admin';
  const users = await listUsers({ ctx });
  return (
    <>
      <PageHead title="Users">{admin ? <AddUser /> : null}</PageHead>
      <p className="px-4 pb-2 text-xs text-muted">
        {users.length} {users.length === 1 ? 'account' : 'accounts'}
      </p>
      <UsersTable users={users} admin={admin} self={id} />
    </>
  );
}
