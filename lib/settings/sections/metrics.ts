import { z } from 'zod';
import { defineSection } from '../section';

/** Who may scrape the metrics endpoint. */
export const metrics = defineSection({
  schema: z.object({
    /** whether the endpoint answers at all */
    enabled: z.boolean().default(true),
    /** a bearer token for scrapers beside METRICS_TOKEN; sealed and not hashed, so that the masker knows it */
    token: z
      .string()
      .min(16, 'needs at least 16 characters')
      .max(512)
      .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
      .nullable()
      .default(null),
  }),
  secrets: ['token'],
});
