import { z } from 'zod';
import { displayName } from '../text';
import { parseUrl } from '../net/parse-url';
import { HIDDEN_PART } from '../net/hidden-part';

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
  )
  .refine((text) => !parseUrl(text)?.pathname.split('/').includes(HIDDEN_PART), {
    message: 'has *** where a part is not shown: enter the whole address',
  });

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

const NO_NUL = /^[^\0]*$/;
const NUL_REFUSAL = 'must not hold a NUL character';

/** How a server is started that is a command: the entry's fields as MCP_CONFIG has them. */
export const launchFields = {
  command: z
    .string()
    .min(1)
    .max(1024)
    .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
    .refine((text) => !/\s-/.test(text), { message: 'is the program alone; put its arguments into "args"' }),
  args: z.array(z.string().max(8192).regex(NO_NUL, NUL_REFUSAL)).max(128),
  env: z
    .record(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'is not a name of a variable'),
      z.string().max(32_768).regex(NO_NUL, NUL_REFUSAL),
    )
    .refine((variables) => Object.keys(variables).length <= 64, { message: 'at most 64 variables' }),
  cwd: z.string().min(1).max(4096).regex(NO_NUL, NUL_REFUSAL),
  /** one process may serve all agents: only for servers that keep nothing of a session */
  shared: z.boolean(),
};

/** Variables that make a program load or run something else. Who may edit MCP_CONFIG may set them. */
const LOADER_VARIABLE =
  /^(?:PATH|IFS|ENV|BASH_ENV|SHELLOPTS|NODE_OPTIONS|NODE_PATH|PYTHON(?:PATH|STARTUP|HOME)|PERL5?(?:OPT|LIB|5OPT|5LIB)|RUBY(?:OPT|LIB)|JAVA_TOOL_OPTIONS|(?:LD|DYLD)_.*)$/i;

const serverFields = z.strictObject({
  slug: serverSlug,
  name: displayName,
  url: upstreamUrl.optional(),
  headers: upstreamHeaders.optional(),
  command: launchFields.command.optional(),
  args: launchFields.args.optional(),
  env: launchFields.env
    .refine((variables) => !Object.keys(variables).some((name) => LOADER_VARIABLE.test(name)), {
      message: 'must not set what makes a program load something else (PATH, LD_PRELOAD, NODE_OPTIONS …)',
    })
    .optional(),
  cwd: launchFields.cwd.regex(/^(?:\/|[A-Za-z]:[\\/])/, 'must be an absolute path').optional(),
  shared: launchFields.shared.optional(),
  enabled: z.boolean().optional(),
});

type ServerFields = Omit<z.infer<typeof serverFields>, 'slug' | 'name'>;

/** A server is reached at an address or by a command, and what belongs to the one means nothing to the other. */
function checkKind(input: ServerFields, context: z.RefinementCtx, isNew: boolean): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  const { url, headers, command, args, env, cwd, shared } = input;
  if (isNew && url === undefined && command === undefined) refuse('url', 'give an address');
  if (url !== undefined && command !== undefined) refuse('command', 'give an address or a command, not both');
  if (command !== undefined && headers !== undefined)
    refuse('headers', 'a command is sent no headers; use "env"');
  if (command !== undefined) return;
  for (const [field, value] of Object.entries({ args, env, cwd, ...(isNew ? { shared } : {}) })) {
    if (value !== undefined) refuse(field, 'belongs to a command: give "command" with it');
  }
}

export const createServerInput = serverFields.superRefine((input, context) =>
  checkKind(input, context, true),
);
export type CreateServerInput = z.infer<typeof createServerInput>;

/**
 * Everything may be left out. Left-out headers keep the stored ones, `{}` removes them. A command is replaced as a
 * whole: with its arguments, its environment and its directory.
 */
export const updateServerInput = serverFields
  .omit({ slug: true })
  .partial()
  .superRefine((input, context) => checkKind(input, context, false));
export type UpdateServerInput = z.infer<typeof updateServerInput>;

/** A server as the API and the pages show it: of its headers only the names. */
export const serverView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  transport: z.enum(['http', 'stdio']),
  /** without its query, and with *** for parts of the path that look like credentials */
  url: z.string().nullable(),
  /** whether the address has parts that are not shown */
  url_hidden: z.boolean(),
  /** the program and the number of its arguments, which may be credentials */
  command: z.string().nullable(),
  /** of a command: one process serves all agents */
  shared: z.boolean(),
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
