import { z } from 'zod';
import { breezeDestination } from './azure-breeze';
import { secretDocument } from './fields';
import { parseUrl } from '../../net/parse-url';
import { provider } from './provider';

/** Where an instrumentation key without an endpoint belongs. */
const GLOBAL = 'https://dc.services.visualstudio.com';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The parts of a connection string, or the sentence that says what is wrong with it. */
export function parseConnectionString(text: string): { key: string; endpoint: string } | string {
  const parts = new Map<string, string>();
  for (const part of text.split(';').filter((one) => one.trim() !== '')) {
    const at = part.indexOf('=');
    if (at < 1)
      return 'must be name=value pairs separated by ";"; copy it whole from the resource’s overview';
    parts.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  const key = parts.get('instrumentationkey');
  if (key === undefined) return 'has no InstrumentationKey';
  if (!UUID.test(key)) return 'has an InstrumentationKey that is no UUID';
  const given = parts.get('ingestionendpoint') ?? suffixed(parts.get('endpointsuffix')) ?? GLOBAL;
  const url = parseUrl(given);
  if (url === null || url.protocol !== 'https:' || url.username || url.search || url.hash) {
    return 'has an IngestionEndpoint that is no plain https:// address';
  }
  return { key, endpoint: url.href.replace(/\/+$/, '') };
}

const suffixed = (suffix: string | undefined) => suffix && `https://dc.${suffix}`;

function wholeString(text: string): { key: string; endpoint: string } {
  const parts = parseConnectionString(text);
  if (typeof parts === 'string') throw new Error(`The connection string ${parts}.`);
  return parts;
}

const schema = z.strictObject({
  connectionString: secretDocument(
    {
      label: 'Connection string',
      help: 'On the overview of the Application Insights resource; begins with InstrumentationKey=.',
    },
    (text) => {
      const parts = parseConnectionString(text);
      return typeof parts === 'string' ? parts : null;
    },
  ),
});

/** Azure Application Insights, by its own envelopes: it takes no OTLP without a collector. */
export const azure = provider({
  id: 'azure',
  title: 'Azure Monitor',
  summary: 'Application Insights, by its connection string.',
  docs: 'Sends requests and dependencies in the format of Application Insights. An instrumentation key that nobody knows is answered with 400. Traces appear after one to three minutes. A resource that demands Microsoft Entra ID (local authentication disabled) is not supported yet: put a collector between and choose Custom OTLP.',
  modes: null,
  schema,
  addresses: ({ connectionString }) => ({ connectionString: wholeString(connectionString).endpoint }),
  create({ connectionString }, outlets) {
    const { key, endpoint } = wholeString(connectionString);
    return breezeDestination(key, endpoint, outlets);
  },
  traceUrl: () => null,
  explain({ code }) {
    if (code === 400)
      return 'Application Insights does not know this instrumentation key. Copy the connection string again.';
    if (code === 307 || code === 308) {
      return 'Application Insights redirects to another region. Copy the connection string again: its IngestionEndpoint names the right one.';
    }
    if (code === 401 || code === 403) {
      return 'This resource refuses instrumentation keys. Allow local authentication in its properties, or send through a collector.';
    }
    return code === 439 ? 'The daily cap of this resource is reached.' : null;
  },
});
