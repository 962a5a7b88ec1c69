import { lookup as dnsLookup } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { env } from '../env';
import { AppError } from '../errors';

/** Loopback, private, link-local, shared, documentation, multicast and translation ranges (IANA registries). */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  // Unspecified, loopback and the IPv4-compatible form (::10.0.0.1); the mapped form BlockList knows by itself.
  ['::', 96],
  // IPv4-translated (::ffff:0:10.0.0.1), and the two prefixes that NAT64 translates.
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['100:0:0:1::', 64],
  // Protocol assignments; Teredo (2001::/32), which carries an IPv4 address, is among them.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv6');
}

const REFUSAL =
  'This address is on a loopback or private network. Put the server into MCP_CONFIG, or start with ALLOW_PRIVATE_ADDRESSES=true.';

/** Whether an IP address is one that strangers must not make the gateway call. IPv4-mapped forms count. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Refuses a URL whose host is, or resolves to, a private address, unless ALLOW_PRIVATE_ADDRESSES is true.
 * A first answer for the person who saves it; what protects is guardedLookup at connect time.
 * Throws AppError: invalid.
 */
export async function assertPublicUrl(url: string, field: string): Promise<void> {
  if (env().ALLOW_PRIVATE_ADDRESSES) return;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await resolve(host);
  if (addresses.some(isPrivateAddress))
    throw new AppError('invalid', REFUSAL, { fields: { [field]: REFUSAL } });
}

/** A name that does not resolve now may later; connecting decides then. */
async function resolve(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map((entry) => entry.address);
}

/** dns.lookup that fails for private addresses: the checked address is the one that is connected to. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const usable = addresses.filter((entry) => !isPrivateAddress(entry.address));
    const first = usable[0];
    if (!first) return callback(Object.assign(new Error(REFUSAL), { code: 'EPRIVATEADDRESS' }), '', 0);
    if (options.all) return callback(null, usable);
    return callback(null, first.address, first.family);
  });
};
