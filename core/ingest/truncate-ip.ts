// Shortens an address to its network before it is kept: /24 for IPv4, /48 for IPv6.

/** Empty when it is no address: nothing is better than something unchecked. */
export const truncateIp = (address: string): string => {
  const mapped = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/i.exec(address)
  if (mapped) {
    const parts = mapped.slice(1, 5).map(Number)
    return parts.every((part) => part <= 255) ? `${parts.slice(0, 3).join('.')}.0` : ''
  }
  const groups = ipv6Groups(address)
  return groups ? `${groups.slice(0, 3).join(':')}::` : ''
}

const ipv6Groups = (address: string): string[] | undefined => {
  const halves = address.toLowerCase().split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail]
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16))
    : undefined
}
