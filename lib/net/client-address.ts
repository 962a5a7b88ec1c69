import { BlockList, isIP } from 'node:net';

/** Whose X-Forwarded-For is believed. */
export interface TrustedProxies {
  has(address: string): boolean;
}

/**
 * Reads TRUSTED_PROXIES: addresses and networks ("10.0.0.0/8"), separated by commas.
 * Throws Error, naming the part that is neither.
 */
export function trustedProxies(text: string | undefined): TrustedProxies {
  const list = new BlockList();
  for (const part of (text ?? '').split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [address = '', bits] = part.split('/');
    const family = isIP(address);
    const widest = family === 6 ? 128 : 32;
    if (family === 0 || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= widest))) {
      throw new Error(`TRUSTED_PROXIES: "${part}" is neither an address nor a network.`);
    }
    const kind = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return { has: (address) => list.check(bare(address), isIP(bare(address)) === 6 ? 'ipv6' : 'ipv4') };
}

/**
 * Who sent a request: the peer itself, or, where the peer is a trusted proxy, the last address in X-Forwarded-For
 * that is none. What stands before it was written by somebody that nobody here trusts.
 *
 * @param peer the address at the other end of the connection
 */
export function clientAddressOf(
  peer: string | null,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string | null {
  if (peer === null || forwardedFor === undefined || !proxies.has(peer)) return peer;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  let client = peer;
  for (const hop of hops.toReversed()) {
    if (isIP(bare(hop)) === 0) return client;
    client = hop;
    if (!proxies.has(hop)) return client;
  }
  return client;
}

/** An IPv4 address that came over an IPv6 socket is the IPv4 address. */
const bare = (address: string) =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
