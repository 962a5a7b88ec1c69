import { prisma } from '../database/connections';
import { AppError } from '../errors';
import { isMissingRow } from '../database/violations';

/**
 * Revokes a key for good. This process and every replica refuse it as soon as PostgreSQL's notification
 * arrives, within milliseconds. Revoking twice changes nothing. Throws AppError: not_found.
 */
export async function revokeKey(id: string): Promise<void> {
  try {
    const revoked = await prisma().apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) await prisma().apiKey.findUniqueOrThrow({ where: { id } });
  } catch (error) {
    if (isMissingRow(error)) throw new AppError('not_found', 'There is no such key.', { cause: error });
    throw error;
  }
}
