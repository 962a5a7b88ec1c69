import { describe, expect, it } from 'vitest';
import { answerAcrossOrigins } from './cors';
import type { Exchange } from './lanes/exchange';

const ALLOWED = ['https://chat.example.com'];

function ask(method: string, headers: Record<string, string>) {
  const answer: { status?: number; head?: Record<string, string>; always?: Record<string, string> } = {};
  const exchange = {
    method,
    header: (name: string) => headers[name],
    reply: {
      head: (status: number, head: Record<string, string>) => Object.assign(answer, { status, head }),
      always: (always: Record<string, string>) => Object.assign(answer, { always }),
      end: () => undefined,
    },
  } as unknown as Exchange;
  return { answered: answerAcrossOrigins(exchange, ALLOWED), ...answer };
}

describe('answers across origins', () => {
  it('let an allowed page ask in advance, without a key', () => {
    const asked = ask('OPTIONS', {
      origin: 'https://chat.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,mcp-param-region',
    });
    expect(asked).toMatchObject({
      answered: true,
      status: 204,
      head: {
        'access-control-allow-origin': 'https://chat.example.com',
        'access-control-allow-methods': 'POST, GET, DELETE',
        'access-control-allow-headers': 'authorization,content-type,mcp-param-region',
        vary: 'Origin',
      },
    });
    expect(asked.head).not.toHaveProperty('access-control-allow-credentials');
  });

  it('let an allowed page read what is answered', () => {
    const asked = ask('POST', { origin: 'https://chat.example.com' });
    expect(asked.answered).toBe(false);
    expect(asked.always?.['access-control-expose-headers']).toContain('Mcp-Session-Id');
  });

  it.each([
    'https://evil.example',
    'null',
    'https://chat.example.com.evil.example',
    'http://chat.example.com',
  ])('tell a page of %s nothing', (origin) => {
    expect(ask('OPTIONS', { origin, 'access-control-request-method': 'POST' })).toEqual({ answered: false });
  });

  it('never repeat what is no list of header names', () => {
    const asked = ask('OPTIONS', {
      origin: 'https://chat.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x\r\nset-cookie: a=b',
    });
    expect(asked.head).not.toHaveProperty('access-control-allow-headers');
  });
});
