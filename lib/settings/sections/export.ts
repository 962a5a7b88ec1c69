import { z } from 'zod';
import { samplingConfig } from '../../sampling';
import { defineSection } from '../section';

/** One destination as it is stored: what its provider asks for, without the credentials. */
const destination = z.object({
  id: z.string(),
  name: z.string(),
  /** the id of a file in lib/traces/providers, which alone knows what may stand in `config` */
  provider: z.string(),
  enabled: z.boolean(),
  config: z.record(z.string(), z.unknown()),
  /** the names of the credentials that are there */
  secret_fields: z.array(z.string()),
});
export type StoredDestination = z.output<typeof destination>;

/** By the id of a destination: its credentials by field. */
const credentials = z.record(z.string(), z.record(z.string(), z.unknown()));
export type Credentials = z.output<typeof credentials>;

/** Reads the sealed part of the section once it is open. Throws ZodError, SyntaxError. */
export const readCredentials = (text: string | null): Credentials =>
  text === null ? {} : credentials.parse(JSON.parse(text));

/**
 * Where traces go. What a provider's configuration may hold is its provider's to say, and providers stand above the
 * settings: lib/export checks a change with them and saves it, no other way leads here.
 */
export const exporting = defineSection({
  schema: z.object({
    /** none: what OTEL_EXPORTER_OTLP_ENDPOINT names, if it names something */
    destinations: z.array(destination).max(8).default([]),
    sampling: samplingConfig,
    /** all credentials of all destinations, one JSON text that is sealed as a whole */
    credentials: z.string().nullable().default(null),
  }),
  secrets: ['credentials'],
  savedBy: 'PUT /api/v1/observability/export',
  credentialsIn: (text) => textsIn(readCredentials(text)),
});

/** All texts below a value. A document among them (a service account) is known by the texts in it, too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...textsIn(parsed(value))];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function parsed(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    const { private_key: key }: Record<string, unknown> = JSON.parse(text);
    return { key };
  } catch {
    return null;
  }
}
