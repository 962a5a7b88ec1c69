import { describe, expect, it } from 'vitest';
import { credentialsInAddress, hasHiddenParts, shownUrl } from './shown-url';

describe('what is shown of an address', () => {
  it.each([
    ['https://host/mcp', 'https://host/mcp'],
    ['https://host', 'https://host/'],
    ['https://host:8443/v1/my-long-project-name/mcp', 'https://host:8443/v1/my-long-project-name/mcp'],
    ['https://host/2026-11-24/modelcontextprotocol', 'https://host/2026-11-24/modelcontextprotocol'],
    ['https://host/api/tokens/list', 'https://host/api/tokens/list'],
  ])('%s is shown as %s, whole', (address, shown) => {
    expect(shownUrl(address)).toBe(shown);
    expect(hasHiddenParts(address)).toBe(false);
    expect(credentialsInAddress(address)).toEqual([]);
  });

  it.each([
    ['a query', 'https://host/mcp?key=swordfish', 'https://host/mcp', ['swordfish']],
    ['a token in a query', 'https://host/mcp?x=q8Zr2LmT91xKp04v', 'https://host/mcp', ['q8Zr2LmT91xKp04v']],
    ['a query without a name', 'https://host/mcp?q8Zr2LmT91xKp04v', 'https://host/mcp', ['q8Zr2LmT91xKp04v']],
    ['a harmless query', 'https://host/mcp?region=us-east-1&page=2', 'https://host/mcp', []],
    [
      'a token in the path',
      'https://host/s/q8Zr2LmT91xKp04v/mcp',
      'https://host/s/***/mcp',
      ['q8Zr2LmT91xKp04v'],
    ],
    [
      'letters of both cases',
      'https://host/AbCdEfGhIjKlMnOpQrStUv/mcp',
      'https://host/***/mcp',
      ['AbCdEfGhIjKlMnOpQrStUv'],
    ],
    [
      'what follows a telling name',
      'https://host/token/plainword/mcp',
      'https://host/token/***/mcp',
      ['plainword'],
    ],
    [
      'an escaped one',
      'https://host/key/plain%24word',
      'https://host/key/***',
      ['plain%24word', 'plain$word'],
    ],
  ])('%s is hidden and known', (_name, address, shown, credentials) => {
    expect(shownUrl(address)).toBe(shown);
    expect(hasHiddenParts(address)).toBe(true);
    expect(credentialsInAddress(address)).toEqual(credentials);
  });
});
