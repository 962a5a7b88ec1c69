'use client';

import { Pencil, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { Dialog } from '@/app/_components/dialog';
import type { UserView } from '@/lib/users/schema';
import { addUser, editUser } from './actions';
import { UserForm } from './user-form';

/** The button that opens the empty dialog. */
export function AddUser() {
  const trigger = (
    <Button kind="primary">
      <Plus aria-hidden /> Add person
    </Button>
  );
  return (
    <UserDialog trigger={trigger} title="Add a person">
      {(close) => <UserForm action={addUser} onDone={close} />}
    </UserDialog>
  );
}

/** The button that opens the dialog with somebody's role and a new password. */
export function EditUser({ user }: { user: UserView }) {
  const trigger = (
    <Button kind="quiet" size="icon" aria-label={`Edit ${user.email}`} title="Edit">
      <Pencil aria-hidden />
    </Button>
  );
  return (
    <UserDialog trigger={trigger} title={`Edit ${user.email}`}>
      {(close) => <UserForm user={user} action={(form) => editUser(user.id, form)} onDone={close} />}
    </UserDialog>
  );
}

interface Props {
  trigger: ReactNode;
  title: string;
  children: (close: () => void) => ReactNode;
}

function UserDialog({ trigger, title, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen} trigger={trigger} title={title}>
      {children(() => setOpen(false))}
    </Dialog>
  );
}
