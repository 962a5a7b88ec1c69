/** An agent that has read nothing for so long will not read any more. */
export const STALL_MS = 60_000;

/**
 * While an agent does not read, its call holds a connection to the upstream and has no record yet. Gives the agent
 * up after a minute.
 *
 * @returns to be called when it reads again
 */
export function giveUpOnStall(giveUp: () => void): () => void {
  const timer = setTimeout(giveUp, STALL_MS).unref();
  return () => clearTimeout(timer);
}
