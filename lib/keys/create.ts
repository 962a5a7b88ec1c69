import { hashKey } from '../crypto/hash-key';
import { prisma } from '../database/connections';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { createKeyInput, type CreatedKey, type CreateKeyInput } from './schema';
import { generateKey, shownPrefix } from './secret';
import { viewKey } from './view';

/**
 * Makes a key and returns it with its text, which is not kept.
 * Throws AppError: invalid (an unknown server).
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
  const row = await prisma().apiKey.create({
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
  await directoryChanged();
  return { ...viewKey(row), key };
}

/** Makes sure that the key of BOOTSTRAP_API_KEY exists: it may call every server and nothing else. */
export async function ensureBootstrapKey(key: string): Promise<void> {
  await prisma().apiKey.upsert({
    where: { hash: storedHash(key) },
    create: {
      name: 'bootstrap',
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
