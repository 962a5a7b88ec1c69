'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { updateSettingsInput } from '@/lib/settings/schema';
import { sectionNamed } from '@/lib/settings/sections';
import { updateSettings } from '@/lib/settings/update';

/** Saves the changed fields of a section, when it still has the version that the page has shown. */
export async function saveSettings(
  section: string,
  change: { version: number; value: Record<string, unknown> },
): Promise<FormState> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const { version, value } = updateSettingsInput.parse(change);
    await updateSettings({ ctx, input: { section: sectionNamed(section), version, value } });
    refresh();
  });
}
