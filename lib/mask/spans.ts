import { MASK, type MaskCounts } from './masked';

/** A place in a text that must not be kept, and the rule that says so. */
export interface Span {
  start: number;
  end: number;
  rule: string;
}

/** Spans in order, those that overlap or touch made one; the one that begins first gives the rule. */
export function merged(spans: Span[]): Span[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const out: Span[] = [];
  for (const span of sorted) {
    const last = out.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else out.push({ ...span });
  }
  return out;
}

/** The text with every span replaced; adds to the counts. */
export function replaced(text: string, spans: Span[], counts: MaskCounts): string {
  const out: string[] = [];
  let copied = 0;
  for (const { start, end, rule } of merged(spans)) {
    out.push(text.slice(copied, start), MASK);
    copied = end;
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  out.push(text.slice(copied));
  return out.join('');
}
