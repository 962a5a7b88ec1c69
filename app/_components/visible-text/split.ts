/** A stretch of a text: shown as it is, or, with `hidden`, by the name that stands in `text`. */
export interface Stretch {
  text: string;
  hidden: boolean;
}

/**
 * What a reader would not see, or what changes how the text around it reads: control characters, marks that
 * turn the direction of writing, characters of no width (tags and variation selectors included, in which
 * whole sentences can be smuggled), blanks that look like letters' places, half surrogates. Line feeds and
 * tabs are left alone; a terminal's colour sequence is taken as one.
 */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?![\n\t])[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029\u2800\ufff9-\ufffb]/gu;

/** Cheap to ask first: nearly every text has none of them. */
const ANY = new RegExp(HIDDEN.source, 'u');

/** What an emoji is made of besides its picture: the picture is seen, and these do nothing but choose it. */
const PICTURE_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f#*\d]$/u;
const PICTURE_AFTER = /^\p{Extended_Pictographic}/u;

/** Splits a text into what can be shown as it is and the names of what cannot. */
export function splitHidden(text: string): Stretch[] {
  if (!ANY.test(text)) return text === '' ? [] : [{ text, hidden: false }];
  const stretches: Stretch[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(HIDDEN)) {
    const after = index + found.length;
    if (isPartOfEmoji(found, text.slice(Math.max(0, index - 2), index), text.slice(after, after + 2)))
      continue;
    if (index > from) stretches.push({ text: text.slice(from, index), hidden: false });
    stretches.push({ text: nameOf(found), hidden: true });
    from = after;
  }
  if (from < text.length) stretches.push({ text: text.slice(from), hidden: false });
  return stretches;
}

/** The same as one text, for where no markup can stand: titles and labels. */
export function visible(text: string): string {
  return splitHidden(text)
    .map((stretch) => (stretch.hidden ? `[${stretch.text}]` : stretch.text))
    .join('');
}

/** How often each of them stands in the texts, the most frequent first. */
export function countHidden(texts: readonly (string | null)[]): [name: string, count: number][] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    if (text === null || !ANY.test(text)) continue;
    for (const stretch of splitHidden(text)) {
      if (stretch.hidden) counts.set(stretch.text, (counts.get(stretch.text) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function isPartOfEmoji(found: string, before: string, after: string): boolean {
  if (found === '\ufe0f') return PICTURE_BEFORE.test(before);
  return found === '\u200d' && PICTURE_BEFORE.test(before) && PICTURE_AFTER.test(after);
}

/** "U+202E"; a terminal's sequence reads "ESC[31m". */
function nameOf(found: string): string {
  // oxlint-disable-next-line no-control-regex
  if (found.length > 2 || found.startsWith('\u009b')) return found.replace(/^(?:\u001b\[|\u009b)/, 'ESC[');
  const point = found.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
