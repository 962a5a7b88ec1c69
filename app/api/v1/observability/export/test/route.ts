import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { testExportInput } from '@/lib/export/schema';
import { sendTestSpan } from '@/lib/export/send-test-span';

/** One synthetic span. That the destination refused it is an answer of 200, too: the question was what it says. */
export const POST = route('admin', async ({ request, ctx }) =>
  json(await sendTestSpan({ ctx, input: await readBody(request, testExportInput) })),
);
