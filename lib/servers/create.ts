import { randomUUID } from 'node:crypto';
import { prisma } from '../database/connections';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { isUniqueViolation } from '../database/violations';
import { sealHeaders } from './headers';
import type { CreateServerInput, ServerView } from './schema';
import { viewServer } from './view';

/**
 * Registers an upstream server at run time.
 * Throws AppError: conflict (the slug is taken), invalid (the address is private and not allowed).
 */
export async function createServer(input: CreateServerInput): Promise<ServerView> {
  await assertPublicUrl(input.url, 'url');
  const id = randomUUID();
  const headers = input.headers ?? {};
  try {
    const row = await prisma().server.create({
      data: {
        id,
        slug: input.slug,
        name: input.name,
        transport: 'http',
        url: input.url,
        origin: 'admin',
        enabled: input.enabled ?? true,
        sealedHeaders: sealHeaders(id, input.url, headers),
        headerNames: Object.keys(headers),
      },
    });
    await directoryChanged();
    return viewServer(row);
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new AppError('conflict', `There is already a server "${input.slug}". Choose another slug.`, {
        cause: error,
      });
    }
    throw error;
  }
}
