import { describe, expect, it } from 'vitest';
import { normaliseTarget } from './request-path';

describe('normaliseTarget', () => {
  it.each([
    ['/mcp/github', '/mcp/github'],
    ['/mcp/github?x=/../y', '/mcp/github?x=/../y'],
    ['/logs?server=a%2Fb', '/logs?server=a%2Fb'],
    ['/./mcp/x', '/mcp/x'],
    ['/a/../mcp/x', '/mcp/x'],
    ['/%2e/mcp/x', '/mcp/x'],
    ['/a/%2E%2e/mcp/x', '/mcp/x'],
    ['//mcp/x', '/mcp/x'],
    ['/mcp//x', '/mcp/x'],
    ['/\\mcp\\x', '/mcp/x'],
    ['///evil.example/mcp', '/evil.example/mcp'],
    ['http://other.example/mcp/x?q=1', '/mcp/x?q=1'],
    ['http://other.example', '/'],
    ['/mcp/x#fragment', '/mcp/x'],
    ['*', '/*'],
    ['', '/'],
    ['/api/v1/openapi.json', '/api/v1/openapi.json'],
  ])('%s → %s', (given, normal) => expect(normaliseTarget(given)).toBe(normal));

  it('is settled after one turn and linear in the length of its input', () => {
    for (const url of [
      `/${'a/../'.repeat(20_000)}mcp`,
      `/${'-'.repeat(100_000)}`,
      `/${'a'.repeat(100_000)}.`,
      `/${'a/'.repeat(50_000)}%`,

      `${'/'.repeat(100_000)}mcp`,
    ]) {
      const once = normaliseTarget(url);
      expect(normaliseTarget(once)).toBe(once);
    }
  });
});
