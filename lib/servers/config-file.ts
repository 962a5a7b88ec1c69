import { z } from 'zod';
import { launchFields, serverSlug, upstreamHeaders, upstreamUrl } from './schema';

const HTTP_TYPES = ['http', 'streamable-http', 'streamableHttp'] as const;

const SSE_REFUSAL =
  'servers of the type "sse", the older transport, are not served yet: give the server’s Streamable HTTP address with the type "http"';

const addressEntry = z.object({
  url: upstreamUrl,
  headers: upstreamHeaders.optional(),
  type: z
    .enum(HTTP_TYPES, {
      error: ({ input }) => (input === 'sse' ? SSE_REFUSAL : `use one of ${HTTP_TYPES.join(', ')}`),
    })
    .optional(),
  disabled: z.boolean().optional(),
});

const commandEntry = z.object({
  command: launchFields.command,
  args: launchFields.args.optional(),
  env: launchFields.env.optional(),
  cwd: launchFields.cwd.optional(),
  shared: launchFields.shared.optional(),
  type: z.literal('stdio', { error: 'an entry with a command has the type "stdio"' }).optional(),
  disabled: z.boolean().optional(),
});

/** One entry in the format that Claude Desktop, Cursor and VS Code share. */
export type ConfigEntry = z.infer<typeof addressEntry> | z.infer<typeof commandEntry>;

/** An entry as it can be used, or the sentences that say why it cannot. */
export type ReadEntry =
  { name: string; slug: string; entry: ConfigEntry } | { name: string; wrong: string[] };

const configSchema = z.object({
  mcpServers: z.record(z.string(), z.unknown(), { error: 'there is no list of servers under "mcpServers"' }),
});

/** Reads the entries of such a configuration. Throws an Error that says what is wrong with the whole, without quoting it. */
export function readConfig(text: string): ReadEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text around the fault, which may be a credential.
    throw new Error('it is not valid JSON', { cause: error });
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) throw new Error('there is no list of servers under "mcpServers"');
  return Object.entries(parsed.data.mcpServers).map(([name, value]) => readEntry(name, value));
}

function readEntry(name: string, value: unknown): ReadEntry {
  const slug = slugOf(name);
  if (!serverSlug.safeParse(slug).success) return { name, wrong: ['its name cannot be made into a slug'] };
  const isCommand = typeof value === 'object' && value !== null && 'command' in value && !('url' in value);
  const parsed = (isCommand ? commandEntry : addressEntry).safeParse(value);
  return parsed.success
    ? { name, slug, entry: parsed.data }
    : { name, wrong: parsed.error.issues.map(sentence) };
}

const slugOf = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-');

/** "url: must be …"; the place in a list says nothing that the field does not. */
export function sentence({ path, message }: { path: PropertyKey[]; message: string }): string {
  const field = path.filter((part) => typeof part !== 'number').join('.');
  return field === '' ? message : `${field}: ${message}`;
}
