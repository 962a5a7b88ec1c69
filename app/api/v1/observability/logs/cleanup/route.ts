import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { cancelCleanup } from '@/lib/audit/retention/cancel';
import { cleanupInput } from '@/lib/audit/retention/schema';
import { startCleanup } from '@/lib/audit/retention/start';
import { cleanupStatus } from '@/lib/audit/retention/status';

/** What is stored, what runs and how the last runs ended. */
export const GET = route('audit', async ({ ctx }) => json(await cleanupStatus({ ctx })));

/** Starts to remove what a preview has shown; how far it has come is told by GET. */
export const POST = route('admin', async ({ request, ctx }) =>
  json(await startCleanup({ ctx, input: await readBody(request, cleanupInput) }), { status: 202 }),
);

/** Ends the run that goes on after the batch that it is at. */
export const DELETE = route('admin', async ({ ctx }) => {
  await cancelCleanup({ ctx });
  return json(await cleanupStatus({ ctx }), { status: 202 });
});
