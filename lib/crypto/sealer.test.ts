import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSealer, SealError } from './sealer';

const [key, older] = [randomBytes(32), randomBytes(32)];
const sealer = createSealer([key, older]);

describe('the sealer', () => {
  it('opens what it sealed, in its place only', () => {
    const sealed = sealer.seal('sécret', 'servers/1');
    expect(sealed).not.toContain('sécret');
    expect(sealer.open(sealed, 'servers/1')).toBe('sécret');
    expect(() => sealer.open(sealed, 'servers/2')).toThrow(SealError);
  });

  it('seals anew each time', () => expect(sealer.seal('a', 'c')).not.toBe(sealer.seal('a', 'c')));

  it('opens with an older key and seals with the newest', () => {
    const before = createSealer([older]).seal('a', 'c');
    expect(sealer.open(before, 'c')).toBe('a');
    expect(() => createSealer([older]).open(sealer.seal('a', 'c'), 'c')).toThrow(SealError);
  });

  it('refuses every changed character', () => {
    const sealed = sealer.seal('a secret', 'c');
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      // base64url's last character may carry bits that decode to nothing.
      if (
        Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
          Buffer.from(sealed.split('.')[2] ?? '', 'base64url'),
        ) &&
        at > 12
      )
        continue;
      expect(() => sealer.open(changed, 'c')).toThrow(SealError);
    }
    expect(() => sealer.open(sealed.slice(0, -8), 'c')).toThrow(SealError);
  });
});
