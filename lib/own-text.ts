/** V8 copies shorter texts anyway. */
const SHORTEST_SLICE = 13;

/**
 * The same text in memory of its own. In V8 a slice keeps alive all of the text that it was cut from: a tool's
 * name that stays in a cache would keep the message that it came in. Whatever outlives its message goes through here.
 */
export const ownText = (text: string): string =>
  // Joining makes a new text, which slice() has to put into one piece before it cuts.
  text.length < SHORTEST_SLICE ? text : ` ${text}`.slice(1);
