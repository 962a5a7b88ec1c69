import { isIP } from 'node:net';

/**
 * What counts as one sender: an IPv4 address, or a network of 64 bits of IPv6, which is what one customer is given
 * and may change addresses in at will. Null where the address is not known.
 */
export function addressBlock(address: string | null): string | null {
  if (address === null) return null;
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  const [bare = ''] = plain.split('%', 1);
  if (isIP(bare) !== 6) return isIP(bare) === 4 ? bare : null;
  const [head = '', tail] = bare.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const end = tail === '' ? [] : tail.split(':');
    // An IPv4 address at the end stands for two groups; only the first four groups matter here.
    const missing = 8 - groups.length - end.length - (tail.includes('.') ? 1 : 0);
    for (let i = 0; i < missing; i += 1) groups.push('0');
    groups.push(...end);
  }
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
