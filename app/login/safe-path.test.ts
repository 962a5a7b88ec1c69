import { describe, expect, it } from 'vitest';
import { safePath } from './safe-path';

describe('after signing in', () => {
  it('goes to a page of this site', () => {
    expect(safePath('/logs?status=timeout#x')).toBe('/logs?status=timeout#x');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
  ])('never leaves this site for %j', (wanted) => expect(safePath(wanted)).toBe('/logs'));

  it('ignores a repeated parameter', () => {
    expect(safePath(['/keys', '/servers'])).toBe('/logs');
  });
});
