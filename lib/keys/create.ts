import { recordEvent } from '../admin-events/record';
import { actorName, requireRole, type Context } from '../context/context';
import { hashKey } from '../crypto/hash-key';
import { inTransaction } from '../context/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { createKeyInput, type CreatedKey, type CreateKeyInput } from './schema';
import { generateKey, shownPrefix } from './secret';
import { keyTarget, viewKey } from './view';

const WITH_SERVERS = { servers: { include: { server: true } } } as const;

/**
 * Makes a key and returns it with its text, which is not kept.
 * Throws AppError: forbidden, invalid (an unknown server); ZodError on wrong input.
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
  const created = await inTransaction(ctx, async (transaction) => {
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
  await directoryChanged();
  return { ...created, key };
}

/** Makes sure that the key of BOOTSTRAP_API_KEY exists: it may call every server and nothing else. */
export async function ensureBootstrapKey({
  ctx,
  input: { key },
}: {
  ctx: Context;
  input: { key: string };
}): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx, async (transaction) => {
    const [row] = await transaction.apiKey.createManyAndReturn({
      data: [
        {
          name: 'bootstrap',
          prefix: shownPrefix(key),
          hash: storedHash(key),
          scopes: ['mcp'],
          allServers: true,
          createdBy: actorName(ctx.actor),
        },
      ],
      skipDuplicates: true,
    });
    if (!row) return;
    const after = viewKey({ ...row, servers: [] });
    await recordEvent(transaction, ctx, { action: 'key.create', target: keyTarget(after), after });
  });
}

const storedHash = (key: string) => new Uint8Array(Buffer.from(hashKey(key), 'hex'));
