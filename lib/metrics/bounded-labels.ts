/** Where label values go that would make a metric grow without limit. */
export const OTHER = '_other';

/** A set of label values that stops growing. */
export interface BoundedLabels {
  /** Whether this value may be a label: it is one already, or it is let in now (if `admit`) and there is room. */
  has(value: string, admit: boolean): boolean;
}

/** A caller must not be able to make series at will: past `limit` values, or past `maxLength`, none is added. */
export function boundedLabels(limit: number, maxLength = 256): BoundedLabels {
  const seen = new Set<string>();
  return {
    has(value, admit) {
      if (seen.has(value)) return true;
      if (!admit || value.length > maxLength || seen.size >= limit) return false;
      seen.add(value);
      return true;
    },
  };
}
