'use server';

import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { ANONYMOUS, requestContext } from '@/lib/auth/request-context';
import { completeSetUp } from '@/lib/users/set-up';

/** Creates the first admin. Nobody can be signed in yet: the one-time token in the form is the guard. */
export async function createFirstAdmin(form: FormData): Promise<FormState> {
  const text = (name: string) => String(form.get(name) ?? '');
  const input = {
    token: text('token'),
    email: text('email'),
    name: text('name'),
    password: text('password'),
  };
  return attempt(async () => void (await completeSetUp({ ctx: await requestContext(ANONYMOUS), input })));
}
