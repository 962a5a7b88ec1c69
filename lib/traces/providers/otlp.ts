import { z } from 'zod';
import { address, choice, headers, pem } from './fields';
import { overOtlp, PROTOCOLS, tracesUrl } from './otlp-wire';
import { provider } from './provider';

const schema = z
  .strictObject({
    protocol: choice(
      {
        label: 'Protocol',
        help: 'How the receiver takes OTLP. Collectors listen for HTTP on 4318 and for gRPC on 4317.',
      },
      PROTOCOLS,
    ).default('http/protobuf'),
    endpoint: address({
      label: 'Endpoint',
      help: '/v1/traces is added when the address has no path. http:// sends credentials in the clear.',
      placeholder: 'https://collector.example:4318',
    }),
    headers: headers({ label: 'Headers', help: 'Sent with every request, for example Authorization.' }),
    compression: choice(
      { label: 'Compression', help: 'gzip makes a batch about ten times smaller.' },
      {
        gzip: 'gzip',
        none: 'none',
      },
    ).default('gzip'),
    ca: pem(
      {
        label: 'CA certificate',
        help: 'PEM, when the receiver’s certificate is signed by a CA of your own.',
      },
      'CERTIFICATE',
    ),
    clientCertificate: pem({ label: 'Client certificate', help: 'PEM, for mutual TLS.' }, 'CERTIFICATE'),
    clientKey: pem({ label: 'Client key', help: 'PEM, the key of the client certificate.' }, 'PRIVATE KEY'),
  })
  .superRefine((config, context) => {
    const isHalf = Boolean(config.clientCertificate) !== Boolean(config.clientKey);
    if (isHalf) {
      const path = [config.clientKey ? 'clientCertificate' : 'clientKey'];
      context.addIssue({ code: 'custom', path, message: 'certificate and key come together' });
    }
  });

/** Any receiver of OTLP: a collector, or a backend of one's own. */
export const otlp = provider({
  id: 'otlp',
  title: 'Custom OTLP',
  summary: 'A collector, or any backend that takes OTLP.',
  docs: 'Works with the OpenTelemetry Collector, Jaeger, Tempo, Honeycomb, SigNoz and whatever else takes OTLP. A receiver on a private address needs `ALLOW_PRIVATE_ADDRESSES=true`, or name it in `OTEL_EXPORTER_OTLP_ENDPOINT`.',
  modes: null,
  schema,
  addresses: ({ endpoint }) => ({ endpoint }),
  create({ protocol, endpoint, headers: own, compression, ca, clientCertificate, clientKey }, outlets) {
    const tls = {
      ...(ca ? { ca } : {}),
      ...(clientCertificate ? { cert: clientCertificate } : {}),
      ...(clientKey ? { key: clientKey } : {}),
    };
    const url = protocol === 'grpc' ? endpoint : tracesUrl(endpoint);
    return overOtlp({ protocol, url, headers: own, compression, tls }, outlets);
  },
  traceUrl: () => null,
});
