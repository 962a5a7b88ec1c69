import { messageOf } from '../errors';
import { once } from '../once';
import { logger } from '../log/log';
import { countPartFailure } from './part-failures';

/** So many jobs are done in one go: enough for their code to be warm, few enough to hold nobody up. */
const BATCH = 32;
/** How long a job waits for company, in milliseconds. */
const DELAY_MS = 20;
/** Beyond it whoever brings a job does them all. */
const MAX_WAITING = 1_024;

interface Waiting {
  jobs: (() => void)[];
  timer: NodeJS.Timeout | undefined;
}

const waiting = once('observe/afterwards', (): Waiting => ({ jobs: [], timer: undefined }));

/**
 * Does what belongs to an answer but need not come before it: spans, metrics, log lines. The answer does not
 * wait for them, and together they make a call some 7 % cheaper than one by one, because between two calls the
 * processor forgets the code (docs/decisions/0005). Whoever shows their result calls catchUp().
 */
export function afterwards(job: () => void): void {
  const all = waiting();
  const count = all.jobs.push(job);
  if (count === BATCH) setImmediate(catchUp);
  else if (count >= MAX_WAITING) catchUp();
  else all.timer ??= setTimeout(whenTimeHasCome, DELAY_MS).unref();
}

function whenTimeHasCome(): void {
  waiting().timer = undefined;
  catchUp();
}

/** Does all that waits, now: before metrics are shown, an exporter is exchanged or the process ends. */
export function catchUp(): void {
  const all = waiting();
  const { jobs } = all;
  all.jobs = [];
  for (const job of jobs) {
    try {
      job();
    } catch (error) {
      countPartFailure('afterwards');
      logger().error({ error: messageOf(error) }, 'work after an answer failed');
    }
  }
}
