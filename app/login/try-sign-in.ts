'use client';

import { signIn } from 'next-auth/react';

const ERRORS: Record<string, string> = {
  CredentialsSignin: 'E-mail or password is wrong.',
};
/** The reason and after how many seconds another try is taken. */
const TOO_MANY = /^TooManyAttempts:(\d+)$/;
const UNREACHABLE = 'The server did not answer. Check the connection and try again.';

const readable = (seconds: number) =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

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
    const wait = TOO_MANY.exec(answer.error)?.[1];
    if (wait !== undefined) return `Too many tries. Try again in ${readable(Number(wait))}.`;
    return ERRORS[answer.error] ?? 'Signing in failed on the server. Its log says why.';
  } catch {
    return UNREACHABLE;
  }
}
