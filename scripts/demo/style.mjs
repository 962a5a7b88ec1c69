/** Plain text for pipes, a little emphasis for people. */
const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
const wrap = (/** @type {number} */ on, /** @type {number} */ off) => (/** @type {string} */ text) =>
  isColoured ? `\u001B[${on}m${text}\u001B[${off}m` : text;

export const bold = wrap(1, 22);
export const dim = wrap(2, 22);
export const green = wrap(32, 39);
export const red = wrap(31, 39);

/** @param {string} title */
export const heading = (title) => `\n${bold(title)}\n`;

/**
 * Name and value in two columns; what is null is left out.
 *
 * @param {[name: string, value: unknown][]} pairs
 */
export function columns(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `  ${dim(name.padEnd(width))}  ${String(value)}`).join('\n');
}

/**
 * @param {string} text
 * @param {number} width
 */
export function cut(text, width) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
