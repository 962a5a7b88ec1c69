'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/app/_components/button';
import { useHydrated } from '@/app/_components/clock';
import { Field } from '@/app/_components/field';
import { Notice } from '@/app/_components/notice';
import { trySignIn } from './try-sign-in';

/** E-mail and password. */
export function LoginForm({ goTo }: { goTo: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setPending(true);
    setError(null);
    const failure = await trySignIn(new FormData(event.currentTarget));
    // A full load, so that nothing rendered for a stranger is shown to a person who is signed in.
    if (failure === null) return window.location.assign(goTo);
    setError(failure);
    setPending(false);
  };

  return (
    // method="post": should it be sent before our code runs, the password stays out of the address.
    <form method="post" onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      {error ? <Notice tone="bad">{error}</Notice> : null}
      <Button type="submit" kind="primary" size="md" disabled={!hydrated || pending}>
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}
