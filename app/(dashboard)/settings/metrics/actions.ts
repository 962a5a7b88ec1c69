'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { rotateMetricsToken } from '@/lib/settings/rotate-metrics-token';

/** Makes a new token. Its text is in this answer and nowhere else. */
export async function newToken(version: number): Promise<FormState<string>> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const input = { version: z.number().int().min(0).parse(version) };
    const { token } = await rotateMetricsToken({ ctx, input });
    refresh();
    return token;
  });
}
