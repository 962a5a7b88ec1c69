import { z } from 'zod';

/** Which traces are kept. Failures and slow calls are kept in any case. */
export const samplingConfig = z
  .strictObject({
    /** always: all; ratio: a part of all traces; parent: as the caller decided, and a part of those without one */
    mode: z.enum(['always', 'ratio', 'parent']).default('always'),
    ratio: z.number().min(0).max(1).default(1),
    /** milliseconds from which a call counts as slow and is kept */
    slowMs: z.number().int().min(1).max(3_600_000).default(2_000),
  })
  .prefault({});
export type Sampling = z.output<typeof samplingConfig>;
