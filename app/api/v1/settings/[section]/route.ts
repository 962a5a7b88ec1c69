import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { getSettings } from '@/lib/settings/get';
import { updateSettingsInput } from '@/lib/settings/schema';
import { sectionNamed } from '@/lib/settings/sections';
import { updateSettings } from '@/lib/settings/update';

interface Params {
  section: string;
}

/** One section. */
export const GET = route<Params>('audit', async ({ ctx, params }) =>
  json(await getSettings({ ctx, input: { section: sectionNamed(params.section) } })),
);

/** Changes the fields that the body names; the rest of the section stays. */
export const PATCH = route<Params>('admin', async ({ request, ctx, params }) => {
  const section = sectionNamed(params.section);
  const { version, value } = await readBody(request, updateSettingsInput);
  return json(await updateSettings({ ctx, input: { section, version, value } }));
});
