import { expect, test } from 'vitest'
import { isLoopback, isPublicAddress } from '../../../../core/assets/public-address.ts'

/** Each of these has led somebody's fetcher where it must not go. */
const ATTACKS = [
  ['this host', '0.0.0.0'],
  ['the own network', '0.1.2.3'],
  ['private networks', '10.0.0.1'],
  ['private networks', '172.16.0.1'],
  ['private networks', '172.31.255.254'],
  ['private networks', '192.168.1.1'],
  ['the network of a carrier', '100.64.0.1'],
  ['the network of a carrier', '100.127.255.254'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['the metadata of a cloud', '169.254.169.254'],
  ['the credentials of a container', '169.254.170.2'],
  ['the runtime of Lambda', '169.254.100.1'],
  ['protocols', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['relays', '192.88.99.1'],
  ['benchmarks', '198.19.255.255'],
  ['many at once', '224.0.0.1'],
  ['the future', '240.0.0.1'],
  ['everybody', '255.255.255.255'],
  ['IPv6 loopback', '::1'],
  ['IPv6 nothing', '::'],
  ['mapped IPv4', '::ffff:127.0.0.1'],
  ['mapped IPv4 in hex', '::ffff:7f00:1'],
  ['mapped metadata', '::ffff:a9fe:a9fe'],
  ['mapped public IPv4, which comes as itself', '::ffff:8.8.8.8'],
  ['compatible IPv4', '::127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['NAT64 of metadata', '64:ff9b::169.254.169.254'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['metadata over IPv6', 'fd00:ec2::254'],
  ['private IPv6', 'fc00::1'],
  ['link-local IPv6', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local IPv6', 'fec0::1'],
  ['many at once in IPv6', 'ff02::1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:53aa:64c:0:0:80ff:fffe'],
  ['documentation in IPv6', '2001:db8::1'],
  ['new documentation in IPv6', '3fff::1'],
  ['discarded', '100::1'],
  ['octal', '0177.0.0.1'],
  ['octal with zeros', '010.0.0.1'],
  ['hex', '0x7f.0.0.1'],
  ['one number', '2130706433'],
  ['fewer parts', '127.1'],
  ['a part too large', '8.8.8.256'],
  ['no address', 'localhost'],
  ['nothing', ''],
  ['a port', '8.8.8.8:80'],
  ['spaces', ' 8.8.8.8'],
  ['two gaps', '2600::1::1'],
  ['too many groups', '1:2:3:4:5:6:7:8:9'],
  ['too few groups', '2600:1:2'],
]

test.each(ATTACKS)('an address of %s is nobody to ask: %s', (_, address) => {
  expect(isPublicAddress(address ?? '')).toBe(false)
})

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '100.128.0.1',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001:80b::200e',
])('an address of anybody may be asked: %s', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test('the own machine is known by its addresses', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true])
  expect(['::ffff:127.0.0.1', '128.0.0.1', '10.0.0.1', '::2'].some(isLoopback)).toBe(false)
})
