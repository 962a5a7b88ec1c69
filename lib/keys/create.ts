import { recordEvent } from '../admin-events/record';
import { actorName, requireRole, type Context } from '../context/context';
import { hashKey } from '../crypto/hash-key';
import { inTransaction } from '../context/transaction';
import { prisma } from '../database/connections';
import { isUniqueViolation } from '../database/violations';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { createKeyInput, type CreatedKey, type CreateKeyInput } from './schema';
import { generateKey, shownPrefix } from './secret';
import { keyTarget, viewKey } from './view';

const WITH_SERVERS = { servers: { include: { server: true } } } as const;

/**
 * Makes a key and returns it with its text, which is not kept.
 * Throws AppError: forbidden, invalid (an unknown server), conflict (an active key has the name); ZodError on wrong input.
 */
export async function createKey({
  ctx,
  input,
}: {
  ctx: Context;
  input: CreateKeyInput;
}): Promise<CreatedKey> {
  requireRole(ctx, 'admin');
  const { name, scopes, all_servers: allServers, server_ids: serverIds } = createKeyInput.parse(input);
  const key = generateKey();
  const created = inTransaction(ctx, async (transaction) => {
    const known = await transaction.server.count({ where: { id: { in: serverIds } } });
    if (known !== new Set(serverIds).size) {
      throw new AppError('invalid', 'One of the chosen servers is gone.', {
        fields: { server_ids: 'unknown server' },
      });
    }
    const row = await transaction.apiKey.create({
      data: {
        name,
        prefix: shownPrefix(key),
        hash: storedHash(key),
        scopes,
        allServers,
        createdBy: actorName(ctx.actor),
        servers: { create: allServers ? [] : serverIds.map((serverId) => ({ serverId })) },
      },
      include: WITH_SERVERS,
    });
    const after = viewKey(row);
    await recordEvent(transaction, ctx, { action: 'key.create', target: keyTarget(after), after });
    return after;
  });
  const row = await created.catch(async (error: unknown) => {
    throw isUniqueViolation(error) ? await nameIsTaken(name, error) : error;
  });
  await directoryChanged();
  return { ...row, key };
}

/** Log rows name a key by its name, so that two active ones with the same would be one to whoever reads them. */
async function nameIsTaken(name: string, cause: unknown): Promise<AppError> {
  const other = await activeKeyNamed(name);
  const which = other
    ? `${other.prefix.replace(/…?$/, '…')}, made ${isoDay(other.createdAt)}`
    : 'made just now';
  return new AppError('conflict', `There is already an active key “${other?.name ?? name}” (${which}).`, {
    cause,
    fields: { name: `is the name of an active key (${which}): choose another, or revoke that key first` },
  });
}

const isoDay = (moment: Date) => moment.toISOString().slice(0, 10);

/** Upper and lower case are one name, as in the index api_keys_active_name. */
function activeKeyNamed(name: string) {
  return prisma().apiKey.findFirst({
    where: { revokedAt: null, name: { equals: name.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' } },
  });
}

/**
 * Makes sure that the key of BOOTSTRAP_API_KEY exists: it may call every server and nothing else. When the
 * variable was changed, the key that it named before is still there under its name; this one is numbered.
 */
export async function ensureBootstrapKey({
  ctx,
  input: { key },
}: {
  ctx: Context;
  input: { key: string };
}): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx, async (transaction) => {
    if (await transaction.apiKey.findUnique({ where: { hash: storedHash(key) } })) return;
    const taken = await transaction.apiKey.findMany({
      where: { revokedAt: null, name: { startsWith: 'bootstrap', mode: 'insensitive' } },
      select: { name: true },
    });
    const [row] = await transaction.apiKey.createManyAndReturn({
      data: [
        {
          name: freeName(taken.map((other) => other.name.toLowerCase())),
          prefix: shownPrefix(key),
          hash: storedHash(key),
          scopes: ['mcp'],
          allServers: true,
          createdBy: actorName(ctx.actor),
        },
      ],
      // Another replica that starts at the same moment makes the same key.
      skipDuplicates: true,
    });
    if (!row) return;
    const after = viewKey({ ...row, servers: [] });
    await recordEvent(transaction, ctx, { action: 'key.create', target: keyTarget(after), after });
  });
}

/** "bootstrap", or the first "bootstrap 2", "bootstrap 3", … that no active key has. */
function freeName(taken: readonly string[]): string {
  let name = 'bootstrap';
  for (let number = 2; taken.includes(name); number += 1) name = `bootstrap ${number}`;
  return name;
}

const storedHash = (key: string) => new Uint8Array(Buffer.from(hashKey(key), 'hex'));
