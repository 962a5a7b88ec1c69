import type { DirectoryServer } from '../directory/directory';
import type { Env } from '../env';
import { credentialsInAddress } from '../net/shown-url';
import { credentialsIn } from './launch-secrets';
import type { Secrets } from './secrets';

/** Every credential that this process was given or made, for the masker to find wherever it turns up. */
export function ownSecrets(config: Env, secrets: Secrets, databaseUrls: string[]): string[] {
  return [
    ...secrets.encryptionKeys.map((key) => key.toString('base64')),
    secrets.nextAuthSecret,
    secrets.databasePassword,
    ...databaseUrls.map((url) => decodeURIComponent(new URL(url).password)),
    config.ADMIN_PASSWORD,
    config.BOOTSTRAP_API_KEY,
    config.METRICS_TOKEN,
    ...(config.OTEL_EXPORTER_OTLP_HEADERS ?? '').split(',').map((pair) => pair.slice(pair.indexOf('=') + 1)),
  ].filter((secret): secret is string => secret !== undefined && secret !== '');
}

/** The credentials that a server is called with or started with. */
export function secretsOf({ target }: DirectoryServer): string[] {
  if (target === null) return [];
  if (target.kind !== 'http') return credentialsIn(target);
  const { origin, path } = target.address;
  return [...Object.values(target.headers).flatMap(parts), ...credentialsInAddress(origin + path)];
}

/** "Bearer abc" is known as a whole and by its parts: an upstream may echo just the token. */
const parts = (value: string) => [value, ...value.split(' ').slice(1)];
