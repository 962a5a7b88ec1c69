import { z } from 'zod';
import { requireRole, type Context } from '../context/context';
import { AppError, messageOf } from '../errors';
import { readConfig, sentence, type ConfigEntry, type ReadEntry } from './config-file';
import { createServer } from './create';
import { createServerInput, type CreateServerInput } from './schema';

/** What became of one entry: `refused` says why it was not added, or null. */
export interface AddedEntry {
  name: string;
  refused: string | null;
}

/**
 * Adds the servers of a client's configuration that somebody pasted, each like one entered by hand and each by
 * itself: one that is refused holds up no other.
 * Throws AppError: forbidden, invalid (the text is no such configuration, or names no server).
 */
export async function addFromConfig({
  ctx,
  input: { text },
}: {
  ctx: Context;
  input: { text: string };
}): Promise<AddedEntry[]> {
  requireRole(ctx, 'admin');
  const added: AddedEntry[] = [];
  for (const entry of entriesIn(text)) {
    added.push({ name: entry.name, refused: await refusalOf(ctx, entry) });
  }
  return added;
}

function entriesIn(text: string): ReadEntry[] {
  const refuse = (message: string) => new AppError('invalid', message, { fields: { config: message } });
  try {
    const entries = readConfig(text);
    if (entries.length === 0) throw new Error('there is no server under "mcpServers"');
    return entries;
  } catch (error) {
    throw refuse(`This cannot be used: ${messageOf(error)}.`);
  }
}

async function refusalOf(ctx: Context, read: ReadEntry): Promise<string | null> {
  if ('wrong' in read) return read.wrong.join('; ');
  try {
    await createServer({ ctx, input: createServerInput.parse(inputOf(read.slug, read.name, read.entry)) });
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code !== 'unavailable') return error.message;
    if (error instanceof z.ZodError) return error.issues.map(sentence).join('; ');
    throw error;
  }
}

function inputOf(slug: string, name: string, entry: ConfigEntry): CreateServerInput {
  const { type: _format, disabled, ...reach } = entry;
  return { slug, name, enabled: disabled !== true, ...reach };
}
