import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { slot } from '../once';

/** Encrypts small secrets for storage, bound to where they are stored. */
export interface Sealer {
  /** @param context what the secret belongs to (table, row, field, origin); opening needs the same words */
  seal(plaintext: string, context: string): string;
  /** Throws SealError when the text was changed, moved to another place or sealed with an unknown key. */
  open(sealed: string, context: string): string;
}

/** The sealed text cannot be opened here. Says nothing about the reason, on purpose. */
export class SealError extends Error {
  override name = 'SealError';
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a fresh random 96-bit nonce per message (NIST SP 800-38D) and the context as additional
 * data, so that a ciphertext copied to another row does not open. Format:
 * `v1.<key id>.<base64url(nonce | ciphertext | tag)>`; the key id is the start of the key's SHA-256.
 *
 * @param keys 32 bytes each; the first one seals, all of them open (rotation)
 */
export function createSealer(keys: readonly Buffer[]): Sealer {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  const newest = keys[0];
  if (!newest) throw new Error('At least one encryption key is needed.');
  return {
    seal(plaintext, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newest, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([
        nonce,
        cipher.update(plaintext, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return `${VERSION}.${keyId(newest)}.${body.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, id, body, ...rest] = sealed.split('.');
      const key = byId.get(id ?? '');
      const bytes = Buffer.from(body ?? '', 'base64url');
      if (version !== VERSION || !key || rest.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES) {
        throw new SealError('This secret cannot be opened with the keys at hand.');
      }
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return (
          decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch (error) {
        throw new SealError('This secret cannot be opened with the keys at hand.', { cause: error });
      }
    },
  };
}

function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 8);
}

const current = slot<Sealer>('crypto/sealer');

/** Set by boot from the loaded keys. */
export const publishSealer = (value: Sealer): void => current.set(value);

/** The process's sealer. Throws before boot. */
export const sealer = (): Sealer => current.get();
