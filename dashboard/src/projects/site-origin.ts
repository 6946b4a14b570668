// What somebody types when asked for their site, brought to the origin that browsers send.

/** `dropped` is what was typed beyond the origin: path, query and fragment. */
export type Site = { origin: string; dropped: string }

const ANY_PORT = /:\*(?=$|[/?#])/

/**
 * `shop.example/cart` → `https://shop.example` without `/cart`; null when it cannot be an origin. `*` may stand for
 * a label or for the port; alone it is any site.
 */
export const readSite = (typed: string): Site | null => {
  const trimmed = typed.trim().replace(/\/+$/, '')
  if (trimmed === '') return null
  if (trimmed === '*') return { origin: '*', dropped: '' }
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i.test(trimmed)
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `${local ? 'http' : 'https'}://${trimmed}`
  // A star is no letter of a host name: it is parsed as one and put back.
  const parsed = URL.parse(full.replace(ANY_PORT, '').replaceAll('*', 'star--star'))
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') return null
  const { hostname, origin, pathname, search, hash } = parsed
  const looksReal = hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[')
  if (!looksReal) return null
  const withStars = (text: string) => text.replaceAll('star--star', '*')
  const port = ANY_PORT.test(full) ? ':*' : ''
  return {
    origin: withStars(origin) + port,
    dropped: withStars(`${pathname}${search}${hash}`.replace(/^\/$/, '')),
  }
}

/** Says what became of the entries that were more than a site; null when none was. */
export const shorteningNote = (typed: string[]): string | null => {
  const shortened = typed.flatMap((text) => {
    const site = readSite(text)
    return site && site.dropped !== '' ? [`“${text.trim()}” was taken as ${site.origin}.`] : []
  })
  return shortened.length > 0 ? `${shortened.join(' ')} A site is a whole host: it has no path.` : null
}
