import { z } from 'zod';
import { choice, secretDocument, text } from './fields';
import { freshToken, serviceAccount, wrongWithServiceAccount } from './google-token';
import { overOtlp, PROTOCOLS } from './otlp-wire';
import { provider } from './provider';

const HOST = 'https://telemetry.googleapis.com';

const schema = z.strictObject({
  projectId: text(
    {
      label: 'Project ID',
      help: 'The project whose Trace Explorer shows the traces.',
      placeholder: 'my-project',
    },
    /^(?:[a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    'must be a project ID: lower-case letters, digits and "-", 6 to 30 of them',
  ),
  serviceAccountJson: secretDocument(
    {
      label: 'Service account key',
      help: 'The JSON file of a service account with the role Cloud Telemetry Traces Writer (roles/telemetry.tracesWriter).',
    },
    wrongWithServiceAccount,
  ),
  quotaProject: text(
    { label: 'Quota project', help: 'Only when another project pays for the requests.' },
    /^[a-z0-9.:-]{6,94}$/,
    'must be a project ID',
  ).optional(),
  protocol: choice({ label: 'Protocol', help: 'Google takes all three.' }, PROTOCOLS).default(
    'http/protobuf',
  ),
});

/** Google Cloud Trace, by the Telemetry API. */
export const google = provider({
  id: 'google',
  title: 'Google Cloud',
  summary: 'Cloud Trace, by the Telemetry API.',
  docs: 'Enable the Telemetry API (`telemetry.googleapis.com`) in the project, and give the service account the role Cloud Telemetry Traces Writer. The key signs a request for a token, which lasts an hour; the key itself is never sent.',
  modes: null,
  schema,
  addresses: () => ({ projectId: HOST }),
  create({ projectId, serviceAccountJson, quotaProject, protocol }, outlets) {
    const token = freshToken(serviceAccount(serviceAccountJson), outlets.fetch);
    return overOtlp(
      {
        protocol,
        url: protocol === 'grpc' ? `${HOST}:443` : `${HOST}/v1/traces`,
        headers: quotaProject ? { 'x-goog-user-project': quotaProject } : {},
        compression: 'gzip',
        authorise: async () => ({ authorization: `Bearer ${await token()}` }),
        about: { 'gcp.project_id': projectId },
      },
      outlets,
    );
  },
  traceUrl: ({ projectId }) =>
    `https://console.cloud.google.com/traces/explorer;traceId={trace_id}?project=${encodeURIComponent(projectId)}`,
  explain: ({ code }) => {
    if (code === 'token') {
      return 'Google gave no token for this service account. Check that the key has not been deleted and that the clock of this machine is right.';
    }
    return code === 403 || code === 'PERMISSION_DENIED'
      ? 'Google refused the spans. Enable the Telemetry API in the project, and give the service account the role Cloud Telemetry Traces Writer.'
      : null;
  },
});
