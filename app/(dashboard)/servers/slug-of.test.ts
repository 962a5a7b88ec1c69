import { expect, it } from 'vitest';
import { serverSlug } from '@/lib/servers/schema';
import { slugOf } from './slug-of';

it.each([
  ['GitHub', 'github'],
  ['GitHub (work)', 'github-work'],
  ['  Ärzte & Ötzi  ', 'arzte-otzi'],
  ['__x__', 'x'],
  ['a'.repeat(80), 'a'.repeat(63)],
])('%j is the slug %j, which the server takes', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(serverSlug.safeParse(slug).success).toBe(true);
});

it('is empty when a name has nothing for one', () => expect(slugOf('日本')).toBe(''));
