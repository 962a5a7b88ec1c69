import { z } from 'zod';
import { choice, secret } from './fields';
import { overOtlp, VENDOR_PROTOCOLS } from './otlp-wire';
import { provider } from './provider';

const REALMS = {
  us0: 'us0 (US East)',
  us1: 'us1 (US West)',
  us2: 'us2 (US East)',
  eu0: 'eu0 (Ireland)',
  eu1: 'eu1 (Frankfurt)',
  eu2: 'eu2 (London)',
  au0: 'au0 (Sydney)',
  jp0: 'jp0 (Tokyo)',
  sg0: 'sg0 (Singapore)',
} as const;

const schema = z.strictObject({
  realm: choice(
    {
      label: 'Realm',
      help: 'Stands in the address that you sign in at: app.<realm>.observability.splunkcloud.com.',
    },
    REALMS,
  ),
  token: secret({
    label: 'Access token',
    help: 'Settings → Access Tokens; an organisation token with the scope INGEST.',
  }),
  protocol: choice({ label: 'Protocol', help: 'HTTP is Splunk’s default.' }, VENDOR_PROTOCOLS).default(
    'http/protobuf',
  ),
});

/** Splunk Observability Cloud, by its ingest. */
export const splunk = provider({
  id: 'splunk',
  title: 'Splunk',
  summary: 'Splunk Observability Cloud (APM), not Splunk Enterprise.',
  docs: 'An API token does not work; it must be an organisation token with the scope INGEST. A limit is answered with 429 without saying how long to wait.',
  modes: null,
  schema,
  addresses: ({ realm, protocol }) => ({ realm: hostOf(realm, protocol) }),
  create({ realm, token, protocol }, outlets) {
    const host = hostOf(realm, protocol);
    const url = protocol === 'grpc' ? `${host}:443` : `${host}/v2/trace/otlp`;
    return overOtlp({ protocol, url, headers: { 'x-sf-token': token }, compression: 'gzip' }, outlets);
  },
  traceUrl: ({ realm }) => `https://app.${realm}.observability.splunkcloud.com/#/apm/traces/{trace_id}`,
  explain: ({ code }) =>
    code === 401 || code === 403 || code === 'UNAUTHENTICATED'
      ? 'Splunk refused the token. Check that it has the scope INGEST, is not expired, and belongs to this realm.'
      : null,
});

const hostOf = (realm: string, protocol: string): string =>
  protocol === 'grpc'
    ? `https://ingest.${realm}.signalfx.com`
    : `https://ingest.${realm}.observability.splunkcloud.com`;
