import { z } from 'zod';
import { samplingConfig } from '../sampling';

const id = z.string().regex(/^[a-z0-9]{8}$/, 'is none that this API gave');
const config = z.record(z.string(), z.unknown());
const providerId = z.string().min(1, 'is needed').max(40);

const destinationInput = z.strictObject({
  /** of a destination that is there; without it a new one is made */
  id: id.optional(),
  name: z.string().trim().min(1, 'is needed').max(100, 'at most 100 characters'),
  provider: providerId,
  enabled: z.boolean().default(true),
  /** the provider's fields; a credential that is left out, or sent back as it was shown, stays as it is */
  config,
});
export type DestinationInput = z.output<typeof destinationInput>;

/** All that is exported to, in the place of what was: the version that was read, and every destination. */
export const saveExportInput = z.strictObject({
  version: z.number().int().min(0),
  destinations: z.array(destinationInput).max(8, 'at most 8 destinations'),
  sampling: samplingConfig,
});
export type SaveExport = z.input<typeof saveExportInput>;

/** One synthetic span: by a stored destination, by what is given, or by what is given over what is stored. */
export const testExportInput = z
  .strictObject({ id: id.optional(), provider: providerId.optional(), config: config.optional() })
  .refine((input) => input.id !== undefined || (input.provider !== undefined && input.config !== undefined), {
    message: 'give the id of a destination, or a provider with its config',
  });
export type TestExport = z.input<typeof testExportInput>;

/** What became of it. */
export const testResultView = z.object({
  ok: z.boolean(),
  /** HTTP status, gRPC status name, or the code of a connection that failed */
  code: z.union([z.number(), z.string()]),
  latency_ms: z.number(),
  /** spans that the destination took and threw away (partial success) */
  rejected: z.number().int(),
  advice: z.string(),
  /** what the destination said, masked */
  said: z.string(),
  host: z.string(),
  trace_id: z.string(),
  /** where a person finds the span; null where that cannot be known */
  trace_url: z.string().nullable(),
});
export type TestResultView = z.infer<typeof testResultView>;

const destinationView = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  enabled: z.boolean(),
  /** of a credential {configured: true} only */
  config,
  trace_url: z.string().nullable(),
});
export type DestinationView = z.infer<typeof destinationView>;

/** Where traces go. */
export const exportView = z.object({
  /** what a change must name; 0 until somebody has saved it */
  version: z.number().int(),
  /** environment: OTEL_EXPORTER_OTLP_ENDPOINT, because no destination has been entered */
  source: z.enum(['settings', 'environment', 'none']),
  destinations: z.array(destinationView),
  sampling: z.object({ mode: z.enum(['always', 'ratio', 'parent']), ratio: z.number(), slowMs: z.number() }),
  updated_at: z.iso.datetime().nullable(),
  updated_by: z.string().nullable(),
});
export type ExportView = z.infer<typeof exportView>;

const fieldView = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(['choice', 'text', 'secret', 'address', 'headers', 'pem', 'switch']),
  choices: z.record(z.string(), z.string()).nullable(),
  placeholder: z.string().nullable(),
  is_secret: z.boolean(),
  is_required: z.boolean(),
  fallback: z.unknown(),
  /** it exists only where the field `mode` has this value; null: always */
  mode: z.string().nullable(),
});
export type FieldView = z.infer<typeof fieldView>;

/** One provider, as a form needs it. */
export const providerView = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  docs: z.string(),
  modes: z.record(z.string(), z.string()).nullable(),
  fields: z.array(fieldView),
});
export type ProviderView = z.infer<typeof providerView>;

/** How one destination fares on one replica, since that began. */
const destinationReport = z.object({
  id: z.string(),
  exported: z.number(),
  dropped: z.record(z.string(), z.number()),
  queued: z.number(),
  retried: z.number(),
  failed_attempts: z.number(),
  last_success_at: z.iso.datetime().nullable(),
  last_failure: z
    .object({
      at: z.iso.datetime(),
      code: z.union([z.number(), z.string()]),
      advice: z.string(),
      /** masked */
      said: z.string(),
    })
    .nullable(),
});
export type DestinationReport = z.infer<typeof destinationReport>;

/** What a replica says of itself, as it is stored. */
export const replicaReport = z.object({
  destinations: z.array(destinationReport),
  /** why the newest settings could not be applied */
  problems: z.array(z.string()),
  /** the last hour by minute (since 1970), the oldest first */
  minutes: z.array(z.object({ minute: z.number(), exported: z.number(), failed: z.number() })),
});
export type ReplicaReport = z.infer<typeof replicaReport>;

/** How export is doing, on every replica that has been heard of lately. */
export const exportHealth = z.object({
  /** the version of the settings that all replicas should have */
  generation: z.number().int(),
  replicas: z.array(
    replicaReport.extend({
      instance_id: z.string(),
      generation: z.number().int(),
      applied_at: z.iso.datetime(),
      seen_at: z.iso.datetime(),
    }),
  ),
});
export type ExportHealth = z.infer<typeof exportHealth>;
