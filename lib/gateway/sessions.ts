import { sealer } from '../crypto/sealer';
import { currentMasker } from '../mask/current-masker';
import { shorten } from '../mask/masker';
import { Failure } from '../record/failure';

/** Sealed ids that were opened lately; a session sends the same one with every request. */
const MAX_REMEMBERED = 10_000;
const MAX_NAME = 64;

/** What a sealed session id holds. */
export interface Session {
  /** the upstream's own id */
  id: string;
  /** who opened it, as it called itself in initialize; later requests of the session do not say it again */
  clientName: string | null;
  clientVersion: string | null;
}

/**
 * Legacy MCP sessions. The agent never sees the upstream's session id: it gets one that is sealed to the
 * server and to its key, so that any replica can serve it and no other key can use it.
 */
export interface Sessions {
  /**
   * @param presented the sealed id that the request came with, if any. It is what the answer carries again
   *   while it stands for the same session of the upstream: clients take a changed id for another session.
   */
  seal(session: Session, serverId: string, keyId: string, presented: string | undefined): string;
  /** Throws Failure unknown_session (404), upon which clients start a new session. */
  open(sealed: string, serverId: string, keyId: string): Session;
}

export function createSessions(): Sessions {
  const opened = new Map<string, Session>();
  const context = (serverId: string, keyId: string) => `sessions/${serverId}/${keyId}`;
  const remember = (sealed: string, place: string, session: Session) => {
    opened.set(`${place} ${sealed}`, session);
    if (opened.size > MAX_REMEMBERED) {
      const oldest = opened.keys().next();
      if (!oldest.done) opened.delete(oldest.value);
    }
  };
  /** What is sealed in the text, or undefined when it was not sealed here, for this server and this key. */
  const opening = (sealed: string, place: string): Session | undefined => {
    const known = opened.get(`${place} ${sealed}`);
    if (known !== undefined) return known;
    try {
      const session = JSON.parse(sealer().open(sealed, place)) as Session;
      remember(sealed, place, session);
      return session;
    } catch {
      return undefined;
    }
  };
  return {
    seal({ id, clientName, clientVersion }, serverId, keyId, presented) {
      const place = context(serverId, keyId);
      if (presented !== undefined && opening(presented, place)?.id === id) return presented;
      // Masked before it is cut: half a secret is one that no rule knows any more.
      const short = (name: string | null) =>
        name === null ? null : shorten(currentMasker().text(name, {}), MAX_NAME);
      const session = { id, clientName: short(clientName), clientVersion: short(clientVersion) };
      const sealed = sealer().seal(JSON.stringify(session), place);
      remember(sealed, place, session);
      return sealed;
    },
    open(sealed, serverId, keyId) {
      const session = opening(sealed, context(serverId, keyId));
      if (session !== undefined) return session;
      throw new Failure(
        'unknown_session',
        'This session is not known here. Start a new one with initialize.',
      );
    },
  };
}
