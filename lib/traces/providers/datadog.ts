import { z } from 'zod';
import { address, choice, secret, toggle } from './fields';
import { overOtlp, tracesUrl, VENDOR_PROTOCOLS } from './otlp-wire';
import { provider } from './provider';

/** The sites that take OTLP; US1-FED does not. By site: where spans go, and where people look at them. */
const SITES = {
  us1: { intake: 'otlp.datadoghq.com', app: 'app.datadoghq.com', label: 'US1 (datadoghq.com)' },
  us3: { intake: 'otlp.us3.datadoghq.com', app: 'us3.datadoghq.com', label: 'US3 (us3.datadoghq.com)' },
  us5: { intake: 'otlp.us5.datadoghq.com', app: 'us5.datadoghq.com', label: 'US5 (us5.datadoghq.com)' },
  eu1: { intake: 'otlp.datadoghq.eu', app: 'app.datadoghq.eu', label: 'EU1 (datadoghq.eu)' },
  ap1: { intake: 'otlp.ap1.datadoghq.com', app: 'ap1.datadoghq.com', label: 'AP1 (ap1.datadoghq.com)' },
  ap2: { intake: 'otlp.ap2.datadoghq.com', app: 'ap2.datadoghq.com', label: 'AP2 (ap2.datadoghq.com)' },
} as const;

const site = choice(
  { label: 'Site', help: 'Where your organisation is: the address that you sign in at.' },
  {
    us1: SITES.us1.label,
    us3: SITES.us3.label,
    us5: SITES.us5.label,
    eu1: SITES.eu1.label,
    ap1: SITES.ap1.label,
    ap2: SITES.ap2.label,
  },
);

const schema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('direct'),
    site,
    apiKey: secret({ label: 'API key', help: 'Organization Settings → API Keys. Not an application key.' }),
    computeStats: toggle(
      {
        label: 'Trace metrics',
        help: 'Lets Datadog compute request, error and latency metrics from the spans.',
      },
      false,
    ),
  }),
  z.strictObject({
    mode: z.literal('agent'),
    site,
    endpoint: address({
      label: 'Agent',
      help: 'Where the Agent takes OTLP; it must be switched on there (otlp_config). Needs no key.',
      placeholder: 'http://datadog-agent:4317',
    }),
    protocol: choice(
      { label: 'Protocol', help: 'The Agent listens for gRPC on 4317 and for HTTP on 4318.' },
      VENDOR_PROTOCOLS,
    ).default('grpc'),
  }),
]);

/** Datadog: its OTLP intake, or an Agent of one's own. */
export const datadog = provider({
  id: 'datadog',
  title: 'Datadog',
  summary: 'Straight to the OTLP intake, or through a Datadog Agent.',
  docs: 'The intake takes OTLP over HTTP only; gRPC goes through an Agent. A 403 means a wrong key, a key of another site, or an organisation for which the OTLP intake is not switched on. That a span was taken does not prove that it is kept: sampling and retention filters of Datadog come after.',
  modes: { direct: 'Direct', agent: 'Through an Agent' },
  schema,
  addresses: (config) =>
    config.mode === 'agent'
      ? { endpoint: config.endpoint }
      : { site: `https://${SITES[config.site].intake}/v1/traces` },
  create(config, outlets) {
    if (config.mode === 'agent') {
      const { protocol, endpoint } = config;
      const url = protocol === 'grpc' ? endpoint : tracesUrl(endpoint);
      return overOtlp({ protocol, url, headers: {}, compression: 'gzip' }, outlets);
    }
    const headers = {
      'dd-api-key': config.apiKey,
      ...(config.computeStats ? { compute_stats: 'true' } : {}),
    };
    const url = `https://${SITES[config.site].intake}/v1/traces`;
    return overOtlp({ protocol: 'http/protobuf', url, headers, compression: 'gzip' }, outlets);
  },
  traceUrl: ({ site: where }) => `https://${SITES[where].app}/apm/trace/{trace_id}`,
  explain: ({ code }, config) =>
    code === 403 && config.mode === 'direct'
      ? `Datadog refused the API key. Check that it is an API key of ${SITES[config.site].label}, and that the OTLP intake is switched on for your organisation.`
      : null,
});
