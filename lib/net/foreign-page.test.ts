import { describe, expect, it } from 'vitest';
import { isFromForeignPage } from './foreign-page';

const foreign = (headers: Record<string, string>) => isFromForeignPage(headers, 'https://sightline.example');

describe('isFromForeignPage', () => {
  it.each([
    [{ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }],
    [{ host: 'inside:3000', 'x-forwarded-host': 'gate.example', origin: 'https://gate.example' }],
    [{ host: 'inside:3000', origin: 'https://sightline.example' }],
    [{ host: 'inside:3000' }],
  ])('lets %j through', (headers) => expect(foreign(headers as Record<string, string>)).toBe(false));

  it.each([
    [{ host: '127.0.0.1:3000', origin: 'https://evil.example' }],
    [{ host: '127.0.0.1:3000', origin: 'null' }],
    [{ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3001' }],
  ])('refuses %j', (headers) => expect(foreign(headers)).toBe(true));
});
