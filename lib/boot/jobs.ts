import { messageOf } from '../errors';
import { logger } from '../log/log';

/** Something that this process does at intervals, apart from answering. */
export interface Job {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
  /** whether a stop runs it once more, so that what it has collected is not lost */
  finally?: boolean;
  /** whether it runs on one replica at a time */
  exclusive?: boolean;
}

/** Runs `work` unless another replica runs what has this name. */
export type Exclusively = (name: string, work: () => Promise<unknown>) => Promise<unknown>;

export interface Jobs {
  /** Waits for what runs, and runs once more what asks for it. */
  stop(): Promise<void>;
}

/**
 * Starts the process's jobs. Each runs one at a time; one that fails says so in the log and runs again next time.
 *
 * @param exclusively how a job is kept from running on two replicas at once
 */
export function startJobs(jobs: readonly Job[], exclusively: Exclusively): Jobs {
  const running = new Map<Job, Promise<void>>();
  const run = (job: Job): Promise<void> => {
    const before = running.get(job);
    if (before) return before;
    const now = Promise.resolve()
      .then(() => (job.exclusive ? exclusively(job.name, job.run) : job.run()))
      .catch((error: unknown) => logger().warn({ job: job.name, error: messageOf(error) }, 'a job failed'))
      .then(() => void running.delete(job));
    running.set(job, now);
    return now;
  };
  const timers = jobs.map((job) => setInterval(() => void run(job), job.everyMs).unref());
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
      await Promise.all(jobs.filter((job) => job.finally).map(run));
    },
  };
}
