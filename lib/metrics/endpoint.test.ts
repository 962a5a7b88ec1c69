import { describe, expect, it } from 'vitest';
import { endpointOf, methodLabel } from './endpoint';

describe('endpointOf', () => {
  it.each([
    ['/', '/'],
    ['/api/v1/servers/3f2504e0-4f89-11d3-9a0c-0305e82c3301?secret=x', '/api/v1/servers/:id'],
    ['/api/v1/observability/logs', '/api/v1/observability/logs'],
    ['/api/auth/callback/credentials', '/api/auth/*action'],
    ['/mcp', '/mcp'],
    ['/mcp/anything-at-all', '/mcp/:server'],
    ['/_next/static/chunks/abc.js', '/_next/*asset'],
    ['/.well-known/oauth-protected-resource/mcp/x', '/.well-known/*path'],
    ['/made-up', '_other'],
    ['/api/v1/servers/a/b', '_other'],
    ['/api/v1/servers/', '_other'],
    ['/logs/x/y/z', '_other'],
    [`/${'a/'.repeat(50_000)}`, '_other'],
  ])('%s → %s', (path, endpoint) => expect(endpointOf(path)).toBe(endpoint));

  it('knows the ordinary methods only', () =>
    expect([methodLabel('GET'), methodLabel('BREW')]).toEqual(['GET', 'OTHER']));
});
