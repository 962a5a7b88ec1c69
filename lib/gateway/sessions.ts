import { sealer } from '../crypto/sealer';
import { Refusal } from './refusal';

/** Sealed ids that were opened lately; a session sends the same one with every request. */
const MAX_REMEMBERED = 10_000;

/**
 * Legacy MCP sessions. The agent never sees the upstream's session id: it gets one that is sealed to the
 * server and to its key, so that any replica can serve it and no other key can use it.
 */
export interface Sessions {
  seal(upstreamId: string, serverId: string, keyId: string): string;
  /** Throws Refusal unknown_session (404), upon which clients start a new session. */
  open(sealed: string, serverId: string, keyId: string): string;
}

export function createSessions(): Sessions {
  const opened = new Map<string, string>();
  const context = (serverId: string, keyId: string) => `sessions/${serverId}/${keyId}`;
  const remember = (sealed: string, place: string, id: string) => {
    opened.set(`${place} ${sealed}`, id);
    if (opened.size > MAX_REMEMBERED) {
      const oldest = opened.keys().next();
      if (!oldest.done) opened.delete(oldest.value);
    }
  };
  return {
    seal(upstreamId, serverId, keyId) {
      const place = context(serverId, keyId);
      const sealed = sealer().seal(upstreamId, place);
      remember(sealed, place, upstreamId);
      return sealed;
    },
    open(sealed, serverId, keyId) {
      const place = context(serverId, keyId);
      const known = opened.get(`${place} ${sealed}`);
      if (known !== undefined) return known;
      try {
        const id = sealer().open(sealed, place);
        remember(sealed, place, id);
        return id;
      } catch {
        throw new Refusal(
          'unknown_session',
          'This session is not known here. Start a new one with initialize.',
        );
      }
    },
  };
}
