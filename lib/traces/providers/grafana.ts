import { z } from 'zod';
import { choice, secret, text } from './fields';
import { overOtlp, VENDOR_PROTOCOLS } from './otlp-wire';
import { provider } from './provider';

const ZONES = {
  'prod-us-central-0': 'US Central (prod-us-central-0)',
  'prod-us-east-0': 'US East (prod-us-east-0)',
  'prod-us-west-0': 'US West (prod-us-west-0)',
  'prod-eu-west-0': 'EU West, Belgium (prod-eu-west-0)',
  'prod-eu-west-2': 'EU West, Germany (prod-eu-west-2)',
  'prod-eu-north-0': 'EU North, Sweden (prod-eu-north-0)',
  'prod-gb-south-0': 'UK South (prod-gb-south-0)',
  'prod-ca-east-0': 'Canada East (prod-ca-east-0)',
  'prod-sa-east-0': 'Brazil (prod-sa-east-0)',
  'prod-ap-south-0': 'India (prod-ap-south-0)',
  'prod-ap-south-1': 'India (prod-ap-south-1)',
  'prod-ap-southeast-0': 'Singapore (prod-ap-southeast-0)',
  'prod-ap-southeast-1': 'Singapore (prod-ap-southeast-1)',
  'prod-ap-northeast-0': 'Japan (prod-ap-northeast-0)',
  'prod-au-southeast-0': 'Australia (prod-au-southeast-0)',
  'prod-au-southeast-1': 'Australia (prod-au-southeast-1)',
  'prod-me-central-0': 'UAE (prod-me-central-0)',
} as const;

const schema = z.strictObject({
  zone: choice(
    {
      label: 'Zone',
      help: 'Stands in the address that your stack’s page shows under OpenTelemetry: otlp-gateway-<zone>.grafana.net.',
    },
    ZONES,
  ),
  instanceId: text(
    {
      label: 'Instance ID',
      help: 'The number that the same page shows beside the address.',
      placeholder: '123456',
    },
    /^\d{1,12}$/,
    'must be a number',
  ),
  token: secret({
    label: 'Access policy token',
    help: 'A token of an access policy with the scope traces:write; begins with glc_.',
  }).refine((token) => !token.startsWith('glsa_'), {
    message:
      'is a service account token (glsa_), which the gateway refuses; make a token of an access policy (glc_)',
  }),
  stack: text(
    {
      label: 'Stack',
      help: 'The first part of your Grafana’s address, for links to traces. May be left out.',
      placeholder: 'acme',
    },
    /^[a-z0-9-]{1,63}$/,
    'must be lower-case letters, digits and "-"',
  ).optional(),
  protocol: choice({ label: 'Protocol', help: 'HTTP is what Grafana recommends.' }, VENDOR_PROTOCOLS).default(
    'http/protobuf',
  ),
});

/** Grafana Cloud, by its OTLP gateway. */
export const grafana = provider({
  id: 'grafana',
  title: 'Grafana Cloud',
  summary: 'Tempo in Grafana Cloud, by its OTLP gateway.',
  docs: 'Under Connections → OpenTelemetry your stack’s page shows zone and instance ID and makes the token. A service account token (`glsa_`) does not work.',
  modes: null,
  schema,
  addresses: ({ zone }) => ({ zone: `https://otlp-gateway-${zone}.grafana.net` }),
  create({ zone, instanceId, token, protocol }, outlets) {
    const headers = { authorization: `Basic ${Buffer.from(`${instanceId}:${token}`).toString('base64')}` };
    const host = `https://otlp-gateway-${zone}.grafana.net`;
    const url = protocol === 'grpc' ? `${host}:443` : `${host}/otlp/v1/traces`;
    return overOtlp({ protocol, url, headers, compression: 'gzip' }, outlets);
  },
  traceUrl: ({ stack }) => {
    if (!stack) return null;
    const pane = {
      t: {
        datasource: 'grafanacloud-traces',
        queries: [{ query: '{trace_id}', queryType: 'traceql', refId: 'A' }],
      },
    };
    // The place for the id has to survive the encoding.
    const panes = encodeURIComponent(JSON.stringify(pane)).replace('%7Btrace_id%7D', '{trace_id}');
    return `https://${stack}.grafana.net/explore?schemaVersion=1&panes=${panes}`;
  },
  explain: ({ code }) =>
    code === 401 || code === 403 || code === 'UNAUTHENTICATED'
      ? 'Grafana refused the token. Check the instance ID, that the zone is that of the stack, and that the access policy has the scope traces:write.'
      : null,
});
