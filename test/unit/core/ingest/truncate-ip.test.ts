import fc from 'fast-check'
import { expect, test } from 'vitest'
import { truncateIp } from '../../../../core/ingest/truncate-ip.ts'

test.each([
  ['203.0.113.77', '203.0.113.0'],
  ['::ffff:203.0.113.77', '203.0.113.0'],
  ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
  ['2001:0DB8::1', '2001:db8:0::'],
  ['::1', '0:0:0::'],
  ['', ''],
  ['999.1.1.1', ''],
  ['not an address', ''],
  ['1:2:3', ''],
  ['1::2::3', ''],
  ['1:2:3:4:5:6:7:8::', ''],
])('%s becomes %s', (address, network) => {
  expect(truncateIp(address)).toBe(network)
})

test('two hosts of one network cannot be told apart', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 255 }), (address, host) => {
      const neighbour = address.replace(/\d+$/, String(host))
      expect(truncateIp(neighbour)).toBe(truncateIp(address))
    }),
  )
})

test('every IPv6 address has a network that is one itself', () => {
  fc.assert(
    fc.property(
      fc.ipV6().filter((address) => !address.includes('.')),
      (address) => {
        const network = truncateIp(address)
        expect(network).toMatch(/^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){2}::$/)
        expect(truncateIp(network)).toBe(network)
      },
    ),
  )
})
