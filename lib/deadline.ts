/**
 * Settles like `work`, or rejects when it takes longer. A hang is a failure: a stopped PostgreSQL answers
 * nothing, not even an error. The work itself goes on; its late result is dropped.
 */
export function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
