import { z } from 'zod';
import type { OutgoingRequest } from '../http-transport';
import { address, choice, secret, text } from './fields';
import { overOtlp, tracesUrl, VENDOR_PROTOCOLS } from './otlp-wire';
import { provider } from './provider';

const region = choice(
  { label: 'Region', help: 'The region whose CloudWatch shows the traces.' },
  {
    'us-east-1': 'US East, N. Virginia (us-east-1)',
    'us-east-2': 'US East, Ohio (us-east-2)',
    'us-west-1': 'US West, N. California (us-west-1)',
    'us-west-2': 'US West, Oregon (us-west-2)',
    'ca-central-1': 'Canada, Central (ca-central-1)',
    'sa-east-1': 'South America, São Paulo (sa-east-1)',
    'eu-west-1': 'Europe, Ireland (eu-west-1)',
    'eu-west-2': 'Europe, London (eu-west-2)',
    'eu-west-3': 'Europe, Paris (eu-west-3)',
    'eu-central-1': 'Europe, Frankfurt (eu-central-1)',
    'eu-central-2': 'Europe, Zurich (eu-central-2)',
    'eu-north-1': 'Europe, Stockholm (eu-north-1)',
    'eu-south-1': 'Europe, Milan (eu-south-1)',
    'eu-south-2': 'Europe, Spain (eu-south-2)',
    'ap-south-1': 'Asia Pacific, Mumbai (ap-south-1)',
    'ap-southeast-1': 'Asia Pacific, Singapore (ap-southeast-1)',
    'ap-southeast-2': 'Asia Pacific, Sydney (ap-southeast-2)',
    'ap-southeast-3': 'Asia Pacific, Jakarta (ap-southeast-3)',
    'ap-northeast-1': 'Asia Pacific, Tokyo (ap-northeast-1)',
    'ap-northeast-2': 'Asia Pacific, Seoul (ap-northeast-2)',
    'ap-northeast-3': 'Asia Pacific, Osaka (ap-northeast-3)',
    'ap-east-1': 'Asia Pacific, Hong Kong (ap-east-1)',
    'me-central-1': 'Middle East, UAE (me-central-1)',
    'me-south-1': 'Middle East, Bahrain (me-south-1)',
    'il-central-1': 'Israel, Tel Aviv (il-central-1)',
    'af-south-1': 'Africa, Cape Town (af-south-1)',
  },
);

const schema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('direct'),
    region,
    accessKeyId: text(
      {
        label: 'Access key ID',
        help: 'Of an IAM user or role with the policy AWSXrayWriteOnlyAccess.',
        placeholder: 'AKIA…',
      },
      /^[A-Z0-9]{16,128}$/,
      'must be capital letters and digits, at least 16',
    ),
    secretAccessKey: secret({ label: 'Secret access key', help: 'Belongs to the access key ID.' }),
    sessionToken: secret({
      label: 'Session token',
      help: 'Only for temporary credentials, which begin with ASIA. They end after some hours.',
    }).optional(),
  }),
  z.strictObject({
    mode: z.literal('collector'),
    region,
    endpoint: address({
      label: 'Collector',
      help: 'The ADOT collector or CloudWatch agent beside the gateway; it signs with its own role.',
      placeholder: 'http://localhost:4317',
    }),
    protocol: choice(
      { label: 'Protocol', help: 'The collector listens for gRPC on 4317 and for HTTP on 4318.' },
      VENDOR_PROTOCOLS,
    ).default('grpc'),
  }),
]);

/** AWS X-Ray and CloudWatch: the signed OTLP endpoint, or a collector of one's own. */
export const aws = provider({
  id: 'aws',
  title: 'AWS X-Ray',
  summary: 'CloudWatch and X-Ray, signed (SigV4) or through a collector.',
  docs: 'Switch on **Transaction Search** in CloudWatch first: without it X-Ray takes every span, answers with success and shows none. A test cannot see that; `aws xray get-trace-segment-destination` must say `CloudWatchLogs` and `ACTIVE`. Through a collector no key leaves this machine.',
  modes: { direct: 'Direct', collector: 'Through a collector' },
  schema,
  addresses: (config) =>
    config.mode === 'collector' ? { endpoint: config.endpoint } : { region: urlOf(config.region) },
  create(config, outlets) {
    if (config.mode === 'collector') {
      const { protocol, endpoint } = config;
      const url = protocol === 'grpc' ? endpoint : tracesUrl(endpoint);
      return overOtlp({ protocol, url, headers: {}, compression: 'gzip' }, outlets);
    }
    const { region: where, accessKeyId, secretAccessKey, sessionToken } = config;
    const authorise = async (request?: OutgoingRequest): Promise<Record<string, string>> => {
      if (!request) return {};
      const { AwsV4Signer } = await import('aws4fetch');
      const signer = new AwsV4Signer({
        method: 'POST',
        url: request.url.href,
        headers: request.headers,
        body: Buffer.from(request.body),
        accessKeyId,
        secretAccessKey,
        ...(sessionToken ? { sessionToken } : {}),
        service: 'xray',
        region: where,
        // Every header is signed, the one that says how the body is compressed among them.
        allHeaders: true,
      });
      const { headers } = await signer.sign();
      return Object.fromEntries([...headers].filter(([name]) => name !== 'host'));
    };
    const wire = { protocol: 'http/protobuf', headers: {}, compression: 'gzip' } as const;
    return overOtlp({ ...wire, url: urlOf(where), authorise }, outlets);
  },
  traceUrl: ({ region: where }) =>
    `https://${where}.console.aws.amazon.com/cloudwatch/home?region=${where}#xray:traces/{trace_id}`,
  explain({ kind, code }, { mode }) {
    if (mode === 'collector') return null;
    if (kind === 'taken') {
      return 'X-Ray took the span. If it does not appear within a minute, Transaction Search is not switched on in CloudWatch.';
    }
    return code === 401 || code === 403
      ? 'AWS refused the signature. Check key and secret, that the policy allows xray:PutSpans (AWSXrayWriteOnlyAccess), that temporary credentials have not ended, and that the clock of this machine is right.'
      : null;
  },
});

const urlOf = (where: string): string => `https://xray.${where}.amazonaws.com/v1/traces`;
