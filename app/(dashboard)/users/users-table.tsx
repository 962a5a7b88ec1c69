import { Table, Td, Th } from '@/app/_components/table';
import { Time } from '@/app/_components/time';
import type { UserView } from '@/lib/users/schema';
import { RemoveUser } from './remove-user';
import { EditUser } from './user-dialog';

interface Props {
  users: UserView[];
  admin: boolean;
  /** the id of who looks at it */
  self: string;
}

/** The accounts, and what an admin can do with each. */
export function UsersTable({ users, admin, self }: Props) {
  return (
    <Table>
      <caption className="sr-only">Users</caption>
      <thead>
        <tr>
          <Th className="pl-4">Person</Th>
          <Th>Role</Th>
          <Th className="hidden md:table-cell">Created</Th>
          <Th className="hidden sm:table-cell">Last sign-in</Th>
          {admin ? (
            <Th className="w-24 pr-4">
              <span className="sr-only">Actions</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id} className="hover:bg-hover">
            <Td className="pl-4">
              <span className="font-medium [overflow-wrap:anywhere]">{user.name}</span>
              {user.id === self ? <span className="text-muted"> (you)</span> : null}
              <span className="block [overflow-wrap:anywhere] text-muted">{user.email}</span>
            </Td>
            <Td>{user.role}</Td>
            <Td className="hidden md:table-cell">
              <Time at={user.created_at} />
            </Td>
            <Td className="hidden sm:table-cell">
              {user.last_seen_at ? <Time at={user.last_seen_at} /> : 'never'}
            </Td>
            {admin ? (
              <Td className="pr-4">
                <div className="flex items-center justify-end gap-1">
                  <EditUser user={user} />
                  <RemoveUser id={user.id} email={user.email} />
                </div>
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
