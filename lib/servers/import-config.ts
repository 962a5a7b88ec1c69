import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { messageOf } from '../errors';
import { recordImport } from './import-events';
import { launchFrom, reachColumns } from './reach';
import { launchFields, serverSlug, upstreamHeaders, upstreamUrl } from './schema';

/** One entry in the format that Claude Desktop, Cursor and VS Code share. */
const entrySchema = z.union([
  z.object({
    url: upstreamUrl,
    headers: upstreamHeaders.optional(),
    type: z.enum(['http', 'streamable-http', 'streamableHttp', 'sse']).optional(),
    disabled: z.boolean().optional(),
  }),
  z.object({
    command: launchFields.command,
    args: launchFields.args.optional(),
    env: launchFields.env.optional(),
    cwd: launchFields.cwd.optional(),
    shared: launchFields.shared.optional(),
    type: z.literal('stdio').optional(),
    disabled: z.boolean().optional(),
  }),
]);

const configSchema = z.object({ mcpServers: z.record(z.string(), entrySchema) });

export interface ImportedConfig {
  /** slugs written */
  imported: string[];
  /** those among them that are a command */
  commands: string[];
}

/**
 * Upserts the servers of an MCP_CONFIG file. An entry keeps its id over restarts; one that has left the
 * file is removed. Throws an Error that names the file and each wrong entry; then nothing is changed.
 */
export async function importConfig({
  ctx,
  input: { file },
}: {
  ctx: Context;
  input: { file: string };
}): Promise<ImportedConfig> {
  requireRole(ctx, 'admin');
  const entries = await readEntries(file);
  const imported: string[] = [];
  const commands: string[] = [];
  await inTransaction(ctx, async (transaction) => {
    const rowsBefore = await transaction.server.findMany();
    for (const [slug, entry] of entries) {
      const before = await transaction.server.findUnique({ where: { slug } });
      const id = before?.id ?? randomUUID();
      const data = reachColumns(
        id,
        'url' in entry
          ? { url: entry.url, headers: entry.headers ?? {} }
          : { launch: launchFrom(entry), shared: entry.shared ?? false },
      );
      if ('command' in entry) commands.push(slug);
      await transaction.server.upsert({
        where: { slug },
        create: { id, slug, name: slug, origin: 'config', enabled: !entry.disabled, ...data },
        update: { origin: 'config', ...data },
      });
      imported.push(slug);
    }
    await transaction.server.deleteMany({ where: { origin: 'config', slug: { notIn: imported } } });
    await recordImport(transaction, ctx, rowsBefore, await transaction.server.findMany());
  });
  return { imported, commands };
}

type Entry = z.infer<typeof entrySchema>;

async function readEntries(file: string): Promise<[slug: string, entry: Entry][]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`MCP_CONFIG: ${file} cannot be read (${messageOf(error)}).`, { cause: error });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text around the fault, which may be a credential.
    throw new Error(`MCP_CONFIG: ${file} is not valid JSON.`, { cause: error });
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`MCP_CONFIG: ${file} is not usable:\n${lines.join('\n')}`);
  }
  return Object.entries(parsed.data.mcpServers).map(([name, entry]) => {
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-');
    if (!serverSlug.safeParse(slug).success) {
      throw new Error(`MCP_CONFIG: "${name}" in ${file} cannot be made into a server slug.`);
    }
    return [slug, entry];
  });
}
