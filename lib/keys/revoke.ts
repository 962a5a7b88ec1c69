import { prisma } from '../database/connections';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { isMissingRow } from '../database/violations';

/**
 * Revokes a key for good: this process refuses it before the verb returns, every other replica as soon as
 * PostgreSQL's notification arrives. Revoking twice changes nothing. Throws AppError: not_found.
 */
export async function revokeKey(id: string): Promise<void> {
  try {
    const revoked = await prisma().apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) await prisma().apiKey.findUniqueOrThrow({ where: { id } });
    await directoryChanged();
  } catch (error) {
    if (isMissingRow(error)) throw new AppError('not_found', 'There is no such key.', { cause: error });
    throw error;
  }
}
