'use client';

import { Button } from '@/app/_components/button';
import { useHydrated } from '@/app/_components/clock';
import { Field } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { createFirstAdmin } from './actions';

/** Who the first admin is. */
export function SetupForm({ token }: { token: string }) {
  const hydrated = useHydrated();
  const { pending, onSubmit, message, fields } = useForm(createFirstAdmin);
  return (
    <form method="post" onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      <Field label="Name" name="name" autoComplete="name" error={fields['name']} autoFocus />
      <Field label="E-mail" name="email" type="email" autoComplete="username" error={fields['email']} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 8 characters."
        error={fields['password']}
      />
      {message && Object.keys(fields).length === 0 ? <Notice tone="bad">{message}</Notice> : null}
      <Button type="submit" kind="primary" size="md" disabled={!hydrated || pending}>
        {pending ? 'Creating…' : 'Create the admin account'}
      </Button>
    </form>
  );
}
