/** A shorter text without a telling name is a word, a port or a flag. */
const SHORTEST = 16;

/** OPENAI_KEY, --key, ?key=: what the list of names leaves out, because in tool arguments a key is mostly a name. */
export const KEY_NAME = /(?:^|[_-])key$/i;

/** Starts like a path, and is made of names as files have them: base64 may start with a slash too. */
export const isPath = (text: string): boolean => /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])[\w. @\\/-]*$/.test(text);

/** Long, in one piece, of letters and digits mixed: no path, package, address, date, version or chain of words. */
export function looksLikeToken(text: string): boolean {
  if (text.length < SHORTEST || !/^[\w.~+/=:-]+$/.test(text)) return false;
  if (isPath(text) || /^\d{4}-\d\d-\d\d/.test(text) || /^[\w.-]+:\d+$/.test(text)) return false;
  const pieces = text.split(/[-_./:]/);
  return pieces.some((piece) => piece.length >= 8 && /\d/.test(piece) && /[A-Za-z]/.test(piece));
}
