import { prisma } from '../database/connections';
import { isUniqueViolation } from '../database/violations';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { createKeyInput, type CreatedKey, type CreateKeyInput } from './schema';
import { generateKey, hashKey, shownPrefix } from './secret';
import { viewKey } from './view';

/**
 * Makes a key and returns it with its text, which is not kept.
 * Throws AppError: invalid (an unknown server), conflict (an active key has the name).
 *
 * @param createdBy who asked, for display
 */
export async function createKey(input: CreateKeyInput, createdBy: string): Promise<CreatedKey> {
  const { name, scopes, all_servers: allServers, server_ids: serverIds } = createKeyInput.parse(input);
  const known = await prisma().server.count({ where: { id: { in: serverIds } } });
  if (known !== new Set(serverIds).size) {
    throw new AppError('invalid', 'One of the chosen servers is gone.', {
      fields: { server_ids: 'unknown server' },
    });
  }
  const key = generateKey();
  const created = prisma().apiKey.create({
    data: {
      name,
      prefix: shownPrefix(key),
      hash: storedHash(key),
      scopes,
      allServers,
      createdBy,
      servers: { create: allServers ? [] : serverIds.map((serverId) => ({ serverId })) },
    },
    include: { servers: { include: { server: true } } },
  });
  const row = await created.catch(async (error: unknown) => {
    throw isUniqueViolation(error) ? await nameIsTaken(name, error) : error;
  });
  await directoryChanged();
  return { ...viewKey(row), key };
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
export async function ensureBootstrapKey(key: string): Promise<void> {
  for (let number = 1; ; number += 1) {
    try {
      return await upsertBootstrapKey(key, number === 1 ? 'bootstrap' : `bootstrap ${number}`);
    } catch (error) {
      if (!isUniqueViolation(error) || number === 100) throw error;
    }
  }
}

async function upsertBootstrapKey(key: string, name: string): Promise<void> {
  await prisma().apiKey.upsert({
    where: { hash: storedHash(key) },
    create: {
      name,
      prefix: shownPrefix(key),
      hash: storedHash(key),
      scopes: ['mcp'],
      allServers: true,
      createdBy: 'BOOTSTRAP_API_KEY',
    },
    update: {},
  });
}

const storedHash = (key: string) => new Uint8Array(Buffer.from(hashKey(key), 'hex'));
