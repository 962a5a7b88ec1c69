'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { cancelCleanup } from '@/lib/audit/retention/cancel';
import { startCleanup } from '@/lib/audit/retention/start';
import { requireUser } from '@/lib/auth/require-user';
import { updateSettings } from '@/lib/settings/update';
import { readLimits } from './read-limits';

/** Starts the run of the preview that was shown. */
export async function runCleanup(form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await startCleanup({ ctx, input: { token: String(form.get('token')) } });
    refresh();
  });
}

/** Ends the run that goes on. */
export async function stopRun(_form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    await cancelCleanup({ ctx });
    refresh();
  });
}

/** Saves how many days are kept. */
export async function saveDays(form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const value = { days: Number(form.get('days')) };
    await updateSettings({
      ctx,
      input: { section: 'retention', version: Number(form.get('version')), value },
    });
    refresh();
  });
}

/** Saves the cap, the hour, the holds and the servers with days of their own. */
export async function saveLimits(form: FormData): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const value = readLimits(form);
    await updateSettings({
      ctx,
      input: { section: 'retention', version: Number(form.get('version')), value },
    });
    refresh();
  });
}
