// What somebody types when asked for their site, brought to the origin that browsers send.

/** `shop.example/cart` → `https://shop.example`; null when it cannot be an origin. `*` may stand for a label. */
export const toOrigin = (typed: string): string | null => {
  const trimmed = typed.trim().replace(/\/+$/, '')
  if (trimmed === '') return null
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i.test(trimmed)
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `${local ? 'http' : 'https'}://${trimmed}`
  // A star is no letter of a host name: it is parsed as one and put back.
  const parsed = URL.parse(full.replaceAll('*', 'star--star'))
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') return null
  const { hostname } = parsed
  const looksReal = hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[')
  return looksReal ? parsed.origin.replaceAll('star--star', '*') : null
}
