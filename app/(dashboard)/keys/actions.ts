'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { createKey } from '@/lib/keys/create';
import { revokeKey } from '@/lib/keys/revoke';
import { createKeyInput, type CreatedKey } from '@/lib/keys/schema';

/** Makes a key. Its text is in this answer and nowhere else. */
export async function addKey(form: FormData): Promise<FormState<CreatedKey>> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const scopes = form.getAll('scopes');
    const calls = scopes.includes('mcp');
    const all_servers = calls && form.get('reach') === 'all';
    const input = createKeyInput.parse({
      name: form.get('name'),
      scopes,
      all_servers,
      server_ids: calls && !all_servers ? form.getAll('server_ids') : [],
    });
    const created = await createKey({ ctx, input });
    refresh();
    return created;
  });
}

/** Revokes a key for good. */
export async function dropKey(id: string): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await revokeKey({ ctx, input: { id } });
    refresh();
  });
}
