import { z } from 'zod';
import { choice, secret } from './fields';
import { overOtlp, VENDOR_PROTOCOLS } from './otlp-wire';
import { provider } from './provider';

const REGIONS = {
  us: { intake: 'otlp.nr-data.net', app: 'one.newrelic.com', label: 'US' },
  eu: { intake: 'otlp.eu01.nr-data.net', app: 'one.eu.newrelic.com', label: 'EU' },
  fedramp: { intake: 'gov-otlp.nr-data.net', app: 'one.newrelic.com', label: 'US, FedRAMP' },
} as const;

const schema = z.strictObject({
  region: choice(
    { label: 'Region', help: 'Where your account’s data is. Keys of EU accounts begin with eu.' },
    { us: REGIONS.us.label, eu: REGIONS.eu.label, fedramp: REGIONS.fedramp.label },
  ),
  licenseKey: secret({
    label: 'Licence key',
    help: 'An ingest key of type LICENSE; ends with NRAL. A user key (NRAK-…) does not work.',
  }).refine((key) => !key.startsWith('NRAK-'), {
    message: 'is a user key (NRAK-), which the intake refuses; use an ingest key of type LICENSE',
  }),
  protocol: choice(
    { label: 'Protocol', help: 'HTTP is what New Relic recommends.' },
    VENDOR_PROTOCOLS,
  ).default('http/protobuf'),
});

/** New Relic, by its OTLP intake. */
export const newrelic = provider({
  id: 'newrelic',
  title: 'New Relic',
  summary: 'The OTLP intake of New Relic.',
  docs: 'New Relic answers 200 before it looks at attributes: what it throws away later appears there as `NrIntegrationError` events, so that a good test proves key, region and path, not every attribute.',
  modes: null,
  schema,
  addresses: ({ region }) => ({ region: `https://${REGIONS[region].intake}` }),
  create({ region, licenseKey, protocol }, outlets) {
    const host = `https://${REGIONS[region].intake}`;
    const url = protocol === 'grpc' ? `${host}:443` : `${host}/v1/traces`;
    return overOtlp({ protocol, url, headers: { 'api-key': licenseKey }, compression: 'gzip' }, outlets);
  },
  traceUrl: ({ region }) => `https://${REGIONS[region].app}/redirect/distributed-tracing/trace/{trace_id}`,
  explain: ({ code }, { region }) =>
    code === 401 || code === 403 || code === 'UNAUTHENTICATED' || code === 'PERMISSION_DENIED'
      ? `New Relic refused the licence key in the region ${REGIONS[region].label}. Check that the key is of type LICENSE and that the account is in that region.`
      : null,
});
