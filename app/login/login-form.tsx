'use client';

import { signIn } from 'next-auth/react';
import { useState, type FormEvent } from 'react';
import { Button } from '@/app/_components/button';
import { useHydrated } from '@/app/_components/clock';
import { Field } from '@/app/_components/field';
import { Notice } from '@/app/_components/notice';

const ERRORS: Record<string, string> = {
  CredentialsSignin: 'E-mail or password is wrong.',
};
/** The reason and after how many seconds another try is taken. */
const TOO_MANY = /^TooManyAttempts:(\d+)$/;
const UNREACHABLE = 'The server did not answer. Check the connection and try again.';

const readable = (seconds: number) =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

/** Returns what went wrong, or null. */
async function trySignIn(form: FormData): Promise<string | null> {
  try {
    const answer = await signIn('credentials', {
      redirect: false,
      email: form.get('email'),
      password: form.get('password'),
    });
    if (!answer) return UNREACHABLE;
    if (!answer.error) return null;
    const wait = TOO_MANY.exec(answer.error)?.[1];
    if (wait !== undefined) return `Too many tries. Try again in ${readable(Number(wait))}.`;
    return ERRORS[answer.error] ?? 'Signing in failed on the server. Its log says why.';
  } catch {
    return UNREACHABLE;
  }
}

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
