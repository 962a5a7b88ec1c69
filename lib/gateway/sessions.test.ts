import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSealer, publishSealer } from '../crypto/sealer';
import { createSessions, type Session } from './sessions';

const session: Session = { id: 'upstream-1', clientName: 'agent', clientVersion: '1' };
/** The later answers of a session do not know any more who opened it. */
const later: Session = { id: 'upstream-1', clientName: null, clientVersion: null };

describe('a session id', () => {
  const [key, older] = [randomBytes(32), randomBytes(32)];
  beforeEach(() => publishSealer(createSealer([key, older])));

  it('stays what it was on every later answer', () => {
    const sessions = createSessions();
    const sealed = sessions.seal(session, 'server', 'key', undefined);
    expect(sessions.seal(later, 'server', 'key', sealed)).toBe(sealed);
    expect(sessions.open(sealed, 'server', 'key')).toEqual(session);
  });

  it('stays on a replica that did not give it out, and when the encryption key has been changed', () => {
    publishSealer(createSealer([older]));
    const sealed = createSessions().seal(session, 'server', 'key', undefined);
    publishSealer(createSealer([key, older]));
    expect(createSessions().seal(later, 'server', 'key', sealed)).toBe(sealed);
  });

  it('is a new one when the upstream answers with another session', () => {
    const sessions = createSessions();
    const sealed = sessions.seal(session, 'server', 'key', undefined);
    const other = sessions.seal({ ...later, id: 'upstream-2' }, 'server', 'key', sealed);
    expect(other).not.toBe(sealed);
    expect(sessions.open(other, 'server', 'key').id).toBe('upstream-2');
  });

  it.each([
    ['another server', 'server-2', 'key'],
    ['another key', 'server', 'key-2'],
  ])('of %s is not repeated and does not open', (_what, server, key) => {
    const sessions = createSessions();
    const sealed = sessions.seal(session, 'server', 'key', undefined);
    expect(sessions.seal(later, server, key, sealed)).not.toBe(sealed);
    expect(() => sessions.open(sealed, server, key)).toThrow('not known here');
  });
});
