import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { getExport } from '@/lib/export/get';
import { saveExport } from '@/lib/export/save';
import { saveExportInput } from '@/lib/export/schema';

/** Where traces go. */
export const GET = route('audit', async ({ ctx }) => json(await getExport({ ctx })));

/** Sends them elsewhere from now on, without losing one. */
export const PUT = route('admin', async ({ request, ctx }) =>
  json(await saveExport({ ctx, input: await readBody(request, saveExportInput) })),
);
