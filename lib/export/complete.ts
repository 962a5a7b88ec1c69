import { AppError } from '../errors';
import { checkConfig, PROVIDERS, type Configured } from '../traces/providers/all';
import { fieldsOf, type Field } from '../traces/providers/fields';

type Values = Record<string, unknown>;

/** A destination as it is stored, its credentials open. */
export interface Known {
  provider: string;
  config: Values;
  secrets: Values;
}

/** What was given, with the credentials that stay, checked by its provider. */
export interface Complete {
  configured: Configured;
  /** as it is stored: the credentials apart */
  config: Values;
  secrets: Values;
}

/**
 * Checks what was given for a destination. Credentials that were not given stay, but only where they would be sent
 * to the same place as before: else whoever may change an address could have them sent to himself.
 *
 * @returns the whole, or what is wrong by field
 */
export function complete(
  given: { provider: string; config: Values },
  known: Known | undefined,
): Complete | { errors: Record<string, string> } {
  const names = secretNames(given.provider);
  const entered = Object.fromEntries(
    Object.entries(given.config).filter(
      ([name, value]) => value !== null && !(names.has(name) && isShown(value)),
    ),
  );
  const kept = keptSecrets(given, known);
  const checked = checkConfig(given.provider, { ...entered, ...kept });
  if (!checked.ok) return { errors: checked.errors };
  const { configured } = checked;
  if (known && Object.keys(kept).length > 0 && !goesToTheSamePlace(configured, known)) {
    const again = 'the address is another one now: enter this again, or leave it empty on purpose';
    return { errors: Object.fromEntries(Object.keys(kept).map((name) => [name, again])) };
  }
  return { configured, ...apart(configured.config, names) };
}

/** The names of a provider's fields that are credentials. */
export function secretNames(provider: string): ReadonlySet<string> {
  const fields = fieldsOfProvider(provider);
  return new Set(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name));
}

const fieldsOfProvider = (provider: string): Field[] =>
  PROVIDERS.filter(({ id }) => id === provider).flatMap(({ schema }) => fieldsOf(schema));

/** A stored destination, checked. Throws AppError: invalid when this version cannot read it. */
export function configuredOf({ provider, config, secrets }: Known): Configured {
  const checked = checkConfig(provider, { ...config, ...secrets });
  if (checked.ok) return checked.configured;
  const what = Object.entries(checked.errors).map(([field, error]) => `${field} ${error}`);
  throw new AppError('invalid', `A destination cannot be read by this version: ${what.join('; ')}.`);
}

const isShown = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'configured' in value && value.configured === true;

/** Credentials of fields that this way of reaching the provider has and that were not given anew. */
function keptSecrets(given: { provider: string; config: Values }, known: Known | undefined): Values {
  if (known?.provider !== given.provider) return {};
  const usable = new Set(
    fieldsOfProvider(given.provider)
      .filter(({ mode }) => mode === null || mode === given.config['mode'])
      .map(({ name }) => name),
  );
  const isKept = (name: string) =>
    usable.has(name) && (!(name in given.config) || isShown(given.config[name]));
  return Object.fromEntries(Object.entries(known.secrets).filter(([name]) => isKept(name)));
}

function goesToTheSamePlace(now: Configured, known: Known): boolean {
  const before = configuredOf(known);
  return JSON.stringify(originsOf(now)) === JSON.stringify(originsOf(before));
}

const originsOf = ({ addresses }: Configured): string[] =>
  Object.values(addresses)
    .map((address) => new URL(address).origin)
    .sort();

function apart(config: unknown, names: ReadonlySet<string>): { config: Values; secrets: Values } {
  const entries = typeof config === 'object' && config !== null ? Object.entries(config) : [];
  const there = entries.filter(([, value]) => value !== undefined && value !== '');
  return {
    config: Object.fromEntries(there.filter(([name]) => !names.has(name))),
    // No headers are no credential.
    secrets: Object.fromEntries(
      there.filter(
        ([name, value]) =>
          names.has(name) && !(typeof value === 'object' && Object.keys(value ?? {}).length === 0),
      ),
    ),
  };
}
