import { describeError } from '@/app/_describe-error';
import type { FormState } from '@/app/_components/form';
import { messageOf } from '@/lib/errors';
import { logger } from '@/lib/observe/log';

/** Runs a server action's work; what it throws becomes the form's message, never a crashed page. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<FormState<Result>> {
  try {
    return { status: 'done', result: await work() };
  } catch (error) {
    const { code, message, fields } = describeError(error);
    if (code !== 'internal') return { status: 'failed', message, fields };
    logger().error({ err: error }, `server action: ${messageOf(error)}`);
    return { status: 'failed', message: 'Internal error. The server’s log says more.', fields };
  }
}
