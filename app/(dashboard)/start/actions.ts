'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { addFromConfig, type AddedEntry } from '@/lib/servers/add-from-config';
import { createServer } from '@/lib/servers/create';
import { EXAMPLE } from './example';

/** Adds the servers of a pasted configuration, each by itself, and says which were refused and why. */
export async function pasteServers(form: FormData): Promise<FormState<AddedEntry[]>> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const added = await addFromConfig({ ctx, input: { text: String(form.get('config') ?? '') } });
    refresh();
    return added;
  });
}

/** Adds the server to try. */
export async function addExample(): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await createServer({ ctx, input: { ...EXAMPLE } });
    refresh();
  });
}
