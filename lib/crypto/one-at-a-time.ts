/**
 * Does costly work one piece after the other. Of those that come while `maxWaiting` wait already it does none, which
 * the caller hears by `busy()`.
 */
export function oneAtATime(maxWaiting: number, busy: () => Error): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting > maxWaiting) return Promise.reject(busy());
    waiting += 1;
    const done = last.then(work).finally(() => (waiting -= 1));
    last = done.catch(() => undefined);
    return done;
  };
}
