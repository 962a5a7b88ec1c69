import { z } from 'zod';
import { displayName } from '../text';
import { parseUrl } from '../net/parse-url';

/** Header names a server may be given; those that the gateway itself sets or that frame HTTP are refused. */
const RESERVED_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'content-type',
  'accept',
  'accept-encoding',
  'mcp-session-id',
  'mcp-protocol-version',
  'traceparent',
  'tracestate',
  'baggage',
  'x-request-id',
]);

export const serverSlug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    'use lower-case letters, digits, "-" and "_", at most 63, starting with a letter or digit',
  );

export const upstreamUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .refine(
    (text) => {
      const url = parseUrl(text);
      return (
        url !== null &&
        !/[\p{Cc}\s]/u.test(text) &&
        url.username === '' &&
        url.password === '' &&
        url.hash === ''
      );
    },
    { message: 'must not carry blanks, a user, a password or a fragment; put credentials into headers' },
  );

export const upstreamHeaders = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'is not a header name')
      .refine((name) => !RESERVED_HEADERS.has(name.toLowerCase()), {
        message: 'is set by the gateway and cannot be given',
      }),
    z
      .string()
      .max(8192)
      .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must not hold line breaks or other control characters'),
  )
  .refine((headers) => Object.keys(headers).length <= 32, { message: 'at most 32 headers' });

export const createServerInput = z.strictObject({
  slug: serverSlug,
  name: displayName,
  url: upstreamUrl,
  headers: upstreamHeaders.optional(),
  enabled: z.boolean().optional(),
});
export type CreateServerInput = z.infer<typeof createServerInput>;

/** Everything may be left out; left-out headers keep the stored ones, `{}` removes them. */
export const updateServerInput = createServerInput.omit({ slug: true }).partial();
export type UpdateServerInput = z.infer<typeof updateServerInput>;

/** A server as the API and the pages show it: of its headers only the names. */
export const serverView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  transport: z.enum(['http', 'stdio']),
  url: z.string().nullable(),
  command: z.string().nullable(),
  origin: z.enum(['config', 'admin']),
  enabled: z.boolean(),
  headers: z.object({ configured: z.boolean(), names: z.array(z.string()) }),
  /** served: agents can reach it; otherwise the reason in a sentence */
  served: z.boolean(),
  not_served_because: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type ServerView = z.infer<typeof serverView>;
