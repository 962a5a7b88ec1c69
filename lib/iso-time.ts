let second = Number.NaN;
let upToSecond = '';

/**
 * What `new Date(at).toISOString()` says, at a tenth of its cost: all that comes in one second shares its
 * text up to the second.
 *
 * @param at whole milliseconds since 1970
 */
export function isoTime(at: number): string {
  const milliseconds = ((at % 1000) + 1000) % 1000;
  if (at - milliseconds !== second) {
    second = at - milliseconds;
    upToSecond = new Date(second).toISOString().slice(0, -4);
  }
  return `${upToSecond}${String(milliseconds).padStart(3, '0')}Z`;
}
