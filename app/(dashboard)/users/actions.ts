'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { createUser } from '@/lib/users/create';
import { removeUser } from '@/lib/users/remove';
import { createUserInput, updateUserInput } from '@/lib/users/schema';
import { updateUser } from '@/lib/users/update';

/** Adds a person from the dialog. */
export async function addUser(form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const { email, name, password, role } = Object.fromEntries(form);
    await createUser({ ctx, input: createUserInput.parse({ email, name, password, role }) });
    refresh();
  });
}

/** Gives somebody the role and, where one was entered, the password of the dialog. */
export async function editUser(id: string, form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const { password, role } = Object.fromEntries(form);
    const changes = updateUserInput.parse({ role, ...(password === '' ? {} : { password }) });
    await updateUser({ ctx, input: { ...changes, id } });
    refresh();
  });
}

/** Removes an account. */
export async function dropUser(id: string): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await removeUser({ ctx, input: { id } });
    refresh();
  });
}
