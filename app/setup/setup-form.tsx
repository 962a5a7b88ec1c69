'use client';

import { Button } from '@/app/_components/button';
import { useHydrated } from '@/app/_components/clock';
import { Field } from '@/app/_components/field';
import { useForm, type FormState } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { trySignIn } from '@/app/login/try-sign-in';
import { createFirstAdmin } from './actions';

/** Creates the account and signs in with what was just typed, so that nobody has to type it again. */
async function setUp(form: FormData): Promise<FormState> {
  const outcome = await createFirstAdmin(form);
  if (outcome.status !== 'done') return outcome;
  const failure = await trySignIn(form);
  // A full load, so that nothing rendered for a stranger is shown to a person who is signed in.
  window.location.assign(failure === null ? '/start' : '/login');
  return outcome;
}

/** Who the first admin is. */
export function SetupForm({ token }: { token: string }) {
  const hydrated = useHydrated();
  const { state, pending, onSubmit, message, fields } = useForm(setUp);
  const busy = pending || state.status === 'done';
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
      <Button type="submit" kind="primary" size="md" disabled={!hydrated || busy}>
        {busy ? 'Creating…' : 'Create the admin account'}
      </Button>
    </form>
  );
}
