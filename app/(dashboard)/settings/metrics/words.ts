import type { Words } from '../_form/fields';

/** What the fields of the section are called. */
export const METRICS_WORDS: Words = {
  enabled: {
    label: 'Answer at /api/v1/metrics',
    hint: 'Switched off, the endpoint answers 404 to everybody. Counting goes on.',
  },
};
