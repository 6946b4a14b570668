// Which behaviour a path belongs to: `*` is any run of characters, `?` is any one, case matters.

export const pathPattern = (pattern: string): ((path: string) => boolean) => {
  const absolute = pattern.startsWith('/') ? pattern : `/${pattern}`
  const source = absolute
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  const expression = new RegExp(`^${source}$`, 's')
  return (path) => expression.test(path)
}

const unreserved = /%(?:2[DE]|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])/gi

/** CloudFront matches the path as RFC 3986 normalizes it, `//` and `..` resolved, but forwards what was sent. */
export const normalizedForMatching = (path: string): string => {
  const segments: string[] = []
  const parts = path.replace(unreserved, (code) => decodeURIComponent(code)).split(/\/+/)
  for (const segment of parts) {
    if (segment === '..') segments.pop()
    else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  const isFolder = ['', '.', '..'].includes(parts.at(-1) ?? '')
  return `/${segments.join('/')}${isFolder && segments.length > 0 ? '/' : ''}`
}
