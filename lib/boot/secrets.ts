import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Env } from '../env';

/** What the process must know and nobody else may: given by the environment or generated into DATA_DIR. */
export interface Secrets {
  /** 32 bytes each, newest first; the first one encrypts, all decrypt. */
  encryptionKeys: Buffer[];
  nextAuthSecret: string;
  databasePassword: string;
}

const fileSchema = z.object({
  encryptionKey: z.string(),
  nextAuthSecret: z.string(),
  databasePassword: z.string(),
});

/**
 * Reads `DATA_DIR/secrets.json`, making it (mode 0600) on the first start. A variable that is set wins
 * over the file. Throws when the file is there but unreadable: replacing it would make every stored
 * credential undecipherable.
 */
export function loadSecrets(env: Env): Secrets {
  const file = path.join(env.DATA_DIR, 'secrets.json');
  const stored = existsSync(file) ? readSecrets(file) : createSecrets(file);
  return {
    encryptionKeys: env.ENCRYPTION_KEY ?? [Buffer.from(stored.encryptionKey, 'base64')],
    nextAuthSecret: env.NEXTAUTH_SECRET ?? stored.nextAuthSecret,
    databasePassword: stored.databasePassword,
  };
}

function readSecrets(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(
      `${file} cannot be read. It holds the keys to stored credentials: restore it from a backup, or move it away to start with new keys (stored credentials must then be entered again).`,
      { cause: error },
    );
  }
}

function createSecrets(file: string): z.infer<typeof fileSchema> {
  const created = {
    encryptionKey: randomBytes(32).toString('base64'),
    nextAuthSecret: randomBytes(32).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(created, null, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
  return created;
}
