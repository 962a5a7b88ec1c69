'use server';

import { refresh } from 'next/cache';
import { attempt } from '@/app/_attempt';
import type { FormState } from '@/app/_components/form';
import { requireUser } from '@/lib/auth/require-user';
import { saveExport } from '@/lib/export/save';
import type { ExportView, SaveExport, TestExport, TestResultView } from '@/lib/export/schema';
import { sendTestSpan } from '@/lib/export/send-test-span';

/** Puts these destinations in the place of those that are there. */
export async function saveDestinations(input: SaveExport): Promise<FormState<ExportView>> {
  const { ctx } = await requireUser('admin');
  return attempt(async () => {
    const view = await saveExport({ ctx, input });
    refresh();
    return view;
  });
}

/** Sends one span by what stands in the form. */
export async function tryDestination(input: TestExport): Promise<FormState<TestResultView>> {
  const { ctx } = await requireUser('admin');
  return attempt(() => sendTestSpan({ ctx, input }));
}
