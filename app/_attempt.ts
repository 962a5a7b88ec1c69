import { describeError } from '@/app/_describe-error';
import type { FormState } from '@/app/_components/form';
import { ERROR_STATUS, messageOf } from '@/lib/errors';
import { logger } from '@/lib/log/log';

/** Runs a server action's work; what it throws becomes the form's message, never a crashed page. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<FormState<Result>> {
  try {
    return { status: 'done', result: await work() };
  } catch (error) {
    const { code, message, fields } = describeError(error);
    if (ERROR_STATUS[code] >= 500) logger().error({ err: error }, `server action: ${messageOf(error)}`);
    const hint = code === 'internal' ? '. The server’s log says more.' : '';
    return { status: 'failed', message: message + hint, fields };
  }
}
