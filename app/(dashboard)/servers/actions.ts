'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { createServer } from '@/lib/servers/create';
import { removeServer } from '@/lib/servers/remove';
import { createServerInput, updateServerInput } from '@/lib/servers/schema';
import { updateServer } from '@/lib/servers/update';
import { readServerForm } from './read-form';

/** Registers a server from the dialog. */
export async function addServer(form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await createServer({ ctx, input: createServerInput.parse(readServerForm(form)) });
    refresh();
  });
}

/** Changes a server from the dialog; headers that were not entered again stay. */
export async function editServer(id: string, form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const { slug: _fixed, ...changes } = readServerForm(form);
    await updateServer({ ctx, input: { ...updateServerInput.parse(changes), id } });
    refresh();
  });
}

/** Switches a server on or off. */
export async function switchServer(id: string, enabled: boolean): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await updateServer({ ctx, input: { ...updateServerInput.parse({ enabled }), id } });
    refresh();
  });
}

/** Removes a server; its log rows stay. */
export async function dropServer(id: string): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await removeServer({ ctx, input: { id } });
    refresh();
  });
}
