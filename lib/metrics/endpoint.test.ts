import { describe, expect, it } from 'vitest';
import { OVERFLOW } from './bounded-labels';
import { endpointOf, methodLabel } from './endpoint';

describe('endpointOf', () => {
  it.each([
    ['/api/v1/servers/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/api/v1/servers/:id'],
    ['/api/v1/things/42/parts?secret=x', '/api/v1/things/:id/parts'],
    ['/x/slk_Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA', '/x/:id'],
    ['/api/v1/observability/logs', '/api/v1/observability/logs'],
    ['/mcp/anything-at-all', '/mcp/:server'],
    ['/_next/static/chunks/abc.js', '/_next/:asset'],
  ])('%s → %s', (path, endpoint) => expect(endpointOf(path)).toBe(endpoint));

  it('stops making labels at some point', () => {
    for (let i = 0; i < 300; i += 1) endpointOf(`/made-up/w${i}`);
    expect(endpointOf('/one/more')).toBe(OVERFLOW);
  });

  it('knows the ordinary methods only', () =>
    expect([methodLabel('GET'), methodLabel('BREW')]).toEqual(['GET', 'OTHER']));
});
