/**
 * Does costly work one piece after the other.
 *
 * @returns a function that takes a piece of work, or returns undefined when `maxWaiting` wait already. (Not an error:
 *   the function may be of another module instance than its caller, whose classes are others.)
 */
export function oneAtATime(maxWaiting: number): <T>(work: () => Promise<T>) => Promise<T> | undefined {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting > maxWaiting) return undefined;
    waiting += 1;
    const done = last.then(work).finally(() => (waiting -= 1));
    last = done.catch(() => undefined);
    return done;
  };
}
