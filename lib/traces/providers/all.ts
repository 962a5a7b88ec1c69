import type { z } from 'zod';
import { aws } from './aws';
import { azure } from './azure';
import { datadog } from './datadog';
import { fieldErrors, fieldsOf } from './fields';
import { google } from './google';
import { grafana } from './grafana';
import { newrelic } from './newrelic';
import { otlp } from './otlp';
import type { Outlets, Provider } from './provider';
import type { Delivery, SpanDestination } from '../destination';
import { splunk } from './splunk';

/** A configuration that has been checked, with what can be done with it. */
export interface Configured {
  provider: Provider;
  /** complete and plain: defaults filled in, secrets readable */
  config: unknown;
  addresses: Record<string, string>;
  traceUrl: string | null;
  /** the credentials in it, for a masker */
  secrets: string[];
  create(outlets: Outlets): Promise<SpanDestination>;
  explain(delivery: Delivery): string | null;
}

/** A provider, or what is wrong with its input by field. */
export type Checked = { ok: true; configured: Configured } | { ok: false; errors: Record<string, string> };

interface Entry {
  provider: Provider;
  check(input: unknown): Checked;
}

/** Ties a provider's own types together, so that nobody outside needs them. */
function entry<C>(one: Provider<z.ZodType<C>>): Entry {
  return {
    provider: one as Provider,
    check(input) {
      const parsed = one.schema.safeParse(input);
      if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error) };
      const config = parsed.data;
      const configured: Configured = {
        provider: one as Provider,
        config,
        addresses: one.addresses(config),
        traceUrl: one.traceUrl(config),
        secrets: secretsIn(one as Provider, config),
        create: async (outlets) => one.create(config, outlets),
        explain: (delivery) => one.explain?.(delivery, config) ?? null,
      };
      return { ok: true, configured };
    },
  };
}

/** The values of the fields that count as credentials. */
function secretsIn(one: Provider, config: unknown): string[] {
  if (typeof config !== 'object' || config === null) return [];
  const names = new Set(fieldsOf(one.schema).flatMap(({ name, isSecret }) => (isSecret ? [name] : [])));
  return Object.entries(config).flatMap(([name, value]): string[] => {
    if (!names.has(name)) return [];
    const values: unknown[] = typeof value === 'object' && value !== null ? Object.values(value) : [value];
    return values.filter((one): one is string => typeof one === 'string' && one !== '');
  });
}

const ENTRIES: readonly Entry[] = [
  entry(datadog),
  entry(azure),
  entry(aws),
  entry(google),
  entry(grafana),
  entry(newrelic),
  entry(splunk),
  entry(otlp),
];

/** All providers, in the order in which people see them. */
export const PROVIDERS: readonly Provider[] = ENTRIES.map((one) => one.provider);

/**
 * Checks the configuration of a provider.
 *
 * @param id of the provider
 * @param input its fields, secrets in the clear
 */
export function checkConfig(id: string, input: unknown): Checked {
  const found = ENTRIES.find((one) => one.provider.id === id);
  return found?.check(input) ?? { ok: false, errors: { provider: 'is none that is known' } };
}
