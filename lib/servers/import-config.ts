import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { messageOf } from '../errors';
import { readConfig, type ConfigEntry, type ReadEntry } from './config-file';
import { recordImport } from './import-events';
import { launchFrom, reachColumns } from './reach';

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

async function readEntries(file: string): Promise<[slug: string, entry: ConfigEntry][]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`MCP_CONFIG: ${file} cannot be read (${messageOf(error)}).`, { cause: error });
  });
  let entries: ReadEntry[];
  try {
    entries = readConfig(text);
  } catch (error) {
    throw new Error(`MCP_CONFIG: ${file} is not usable: ${messageOf(error)}.`, { cause: error });
  }
  const wrong = entries.flatMap((read) =>
    'wrong' in read ? read.wrong.map((message) => `  ${read.name}: ${message}`) : [],
  );
  if (wrong.length > 0) throw new Error(`MCP_CONFIG: ${file} is not usable:\n${wrong.join('\n')}`);
  return entries.flatMap((read) =>
    'wrong' in read ? [] : [[read.slug, read.entry] as [string, ConfigEntry]],
  );
}
