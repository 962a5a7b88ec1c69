/** Where label values go that would make a metric grow without limit. */
export const OTHER = '_other';
