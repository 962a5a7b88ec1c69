'use client';

import { signIn } from 'next-auth/react';

const ERRORS: Record<string, string> = {
  CredentialsSignin: 'E-mail or password is wrong.',
  TooManyAttempts: 'Too many tries for this account. Wait ten minutes, then try again.',
};
const UNREACHABLE = 'The server did not answer. Check the connection and try again.';

/** Signs in with the e-mail and password of a form. Returns what went wrong, or null. */
export async function trySignIn(form: FormData): Promise<string | null> {
  try {
    const answer = await signIn('credentials', {
      redirect: false,
      email: form.get('email'),
      password: form.get('password'),
    });
    if (!answer) return UNREACHABLE;
    if (!answer.error) return null;
    return ERRORS[answer.error] ?? 'Signing in failed on the server. Its log says why.';
  } catch {
    return UNREACHABLE;
  }
}
