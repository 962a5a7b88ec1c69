import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from './address-guard';

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    'fd00::1',
    'fe80::1',
    '2002:7f00:1::',
    '192.88.99.1',
    'fec0::1',
    'feff:ffff::1',
    '2001::7f00:1',
    '2001:0:4136:e378::1',
    '3fff::1',
    '5f00::1',
    '::127.0.0.1',
    '::10.0.0.1',
    '::ffff:0:127.0.0.1',
    '::ffff:0:a00:1',
  ])('%s is', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each([
    '1.1.1.1',
    '172.32.0.1',
    '192.88.98.1',
    '::ffff:1.1.1.1',
    '2001:4860::8888',
    '2606:4700::1111',
    '6000::1',
  ])('%s is not', (address) => expect(isPrivateAddress(address)).toBe(false));
});
