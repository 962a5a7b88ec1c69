'use client';

import { Button } from '@/app/_components/button';
import { DialogClose } from '@/app/_components/dialog';
import { Field, FieldError } from '@/app/_components/field';
import { useForm, type FormAction } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { role, type Role, type UserView } from '@/lib/users/schema';

const MAY: Record<Role, string> = {
  viewer: 'reads logs, metrics and servers',
  auditor: 'reads everything, changes nothing',
  admin: 'everything',
};

interface Props {
  /** left out: somebody new */
  user?: UserView;
  action: FormAction<void>;
  onDone: () => void;
}

/** Who somebody is and what they may do. Of an account that is there: its role and a new password. */
export function UserForm({ user, action, onDone }: Props) {
  const { pending, onSubmit, message, fields } = useForm(action, onDone);
  const verb = user ? 'Save' : 'Add person';
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {user ? null : (
        <>
          <Field label="Name" name="name" maxLength={100} error={fields['name']} />
          <Field label="E-mail" name="email" type="email" autoComplete="off" error={fields['email']} />
        </>
      )}
      <Field
        label={user ? 'New password' : 'Password'}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={
          user
            ? 'Left empty, the password stays. A new one ends the open sessions of this account.'
            : 'At least 8 characters. Hand it over on a safe way.'
        }
        error={fields['password']}
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium">Role</legend>
        {role.options.map((name) => (
          <label key={name} className="flex min-h-6 cursor-pointer items-center gap-2">
            <input
              type="radio"
              name="role"
              value={name}
              defaultChecked={name === (user?.role ?? 'viewer')}
              className="size-4 accent-accent"
            />
            {name}
            <span className="text-xs text-muted">{MAY[name]}</span>
          </label>
        ))}
        {fields['role'] ? <FieldError>{fields['role']}</FieldError> : null}
      </fieldset>
      {message && Object.keys(fields).length === 0 ? <Notice tone="bad">{message}</Notice> : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button size="md">Cancel</Button>
        </DialogClose>
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Saving…' : verb}
        </Button>
      </div>
    </form>
  );
}
