import { expect, it } from 'vitest';
import { isoTime } from './iso-time';

it('says what Date says, within a second and across its borders', () => {
  const now = Date.now();
  const times = [0, 1, 999, 1000, 1001, -1, -1000, -999, now, now + 1, now, now + 999, now + 1000, 4e12 + 7];
  for (const at of times) expect(isoTime(at)).toBe(new Date(at).toISOString());
});
