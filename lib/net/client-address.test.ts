import { describe, expect, it } from 'vitest';
import { clientAddressOf, trustedProxies } from './client-address';

const proxies = trustedProxies('10.0.0.0/8, 192.0.2.7, 2001:db8::/32');

describe('clientAddressOf', () => {
  it.each([
    ['a stranger who says who he is', '203.0.113.5', '1.1.1.1', '203.0.113.5'],
    ['a trusted proxy', '10.1.2.3', '198.51.100.9', '198.51.100.9'],
    [
      'a chain of proxies, of which the last are trusted',
      '10.1.2.3',
      '1.1.1.1, 198.51.100.9, 192.0.2.7',
      '198.51.100.9',
    ],
    ['a trusted proxy over IPv6', '2001:db8::1', '198.51.100.9', '198.51.100.9'],
    ['an IPv4 proxy over an IPv6 socket', '::ffff:10.1.2.3', '198.51.100.9', '198.51.100.9'],
    ['a header that holds no addresses', '10.1.2.3', 'unknown, <script>', '10.1.2.3'],
    ['no header', '10.1.2.3', undefined, '10.1.2.3'],
  ])('%s', (_, peer, header, client) => expect(clientAddressOf(peer, header, proxies)).toBe(client));

  it('trusts nobody when nobody is named', () =>
    expect(clientAddressOf('127.0.0.1', '1.1.1.1', trustedProxies(undefined))).toBe('127.0.0.1'));

  it('names what is no address', () =>
    expect(() => trustedProxies('10.0.0.0/99')).toThrow('"10.0.0.0/99" is neither'));
});
