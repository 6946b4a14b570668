// Whether an internet address is one that anybody may reach: everything that leads into a network, a machine or a
// cloud's own services is refused, in whatever form it is written.

/** First address and length of the prefix. */
const V4_REFUSED: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carriers' own networks; some clouds have their services there.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local: 169.254.169.254 is where a cloud tells its secrets.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Within 2000::/3, the only addresses of IPv6 that are anybody's: by their first groups. */
const V6_REFUSED: [number[], number][] = [
  // Special purposes, Teredo among them.
  [[0x2001, 0x0000], 23],
  [[0x2001, 0x0db8], 32],
  // Holds an address of IPv4, which may be any.
  [[0x2002, 0x0000], 16],
  [[0x3fff, 0x0000], 20],
]

/** Undefined unless it is four decimal numbers without leading zeros: other spellings mean different things to different readers. */
const readV4 = (text: string): number | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = value * 256 + Number(part)
  }
  return value
}

/** The eight groups; undefined for what is no address, or names a zone. */
const readV6 = (text: string): number[] | undefined => {
  if (!/^[0-9a-f:.]+$/i.test(text)) return undefined
  const last = text.slice(text.lastIndexOf(':') + 1)
  const inner = last.includes('.') ? readV4(last) : undefined
  if (last.includes('.') && inner === undefined) return undefined
  const whole =
    inner === undefined
      ? text
      : `${text.slice(0, -last.length)}${Math.floor(inner / 65_536).toString(16)}:${(inner % 65_536).toString(16)}`
  const halves = whole.split('::')
  if (halves.length > 2) return undefined
  const groupsOf = (half: string | undefined) => (half ? half.split(':') : [])
  const [head, tail] = [groupsOf(halves[0]), groupsOf(halves[1])]
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined
}

const inPrefix = (value: number, first: number, bits: number): boolean =>
  Math.floor(value / 2 ** (32 - bits)) === Math.floor(first / 2 ** (32 - bits))

const firstBits = (groups: readonly number[]): number => (groups[0] ?? 0) * 65_536 + (groups[1] ?? 0)

export const isPublicAddress = (address: string): boolean => {
  const v4 = readV4(address)
  if (v4 !== undefined) return V4_REFUSED.every(([first, bits]) => !inPrefix(v4, readV4(first) ?? 0, bits))
  const v6 = readV6(address)
  if (!v6) return false
  const first = firstBits(v6)
  // Mapped and translated addresses of IPv4 (::ffff:0:0/96, 64:ff9b::/96), fc00::/7, fe80::/10, ff00::/8: all outside.
  if (!inPrefix(first, 0x2000_0000, 3)) return false
  return V6_REFUSED.every(([groups, bits]) => !inPrefix(first, firstBits(groups), bits))
}

export const isLoopback = (address: string): boolean => {
  const v4 = readV4(address)
  if (v4 !== undefined) return inPrefix(v4, 0x7f00_0000, 8)
  return readV6(address)?.join(':') === '0:0:0:0:0:0:0:1'
}
