/** 1,284 */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

/** 412 k, 3.1 M: where the size matters and not the digit. */
export function formatShort(count: number): string {
  if (count < 10_000) return formatCount(count);
  if (count < 1_000_000) return `${Math.round(count / 1_000)} k`;
  return `${(count / 1_000_000).toFixed(1)} M`;
}

/** A duration with three digits that matter, and its unit apart. @param ms milliseconds; null reads "–" */
export function formatDuration(ms: number | null): [figure: string, unit: string] {
  if (ms === null) return ['–', ''];
  if (ms < 1) return [ms.toFixed(2), 'ms'];
  if (ms < 10) return [ms.toFixed(1), 'ms'];
  if (ms < 1_000) return [String(Math.round(ms)), 'ms'];
  if (ms < 60_000) return [(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1), 's'];
  return [(ms / 60_000).toFixed(1), 'min'];
}

/** 97.1; a part that is not quite all is never shown as 100, and one that is not quite none never as 0. */
export function formatPercent(part: number): string {
  const percent = part * 100;
  if (part < 1 && percent > 99.9) return '>99.9';
  if (part > 0 && percent < 0.1) return '<0.1';
  return percent === 100 || percent === 0 ? String(percent) : percent.toFixed(1);
}
