// Parts of a URL as a page sent it, which may be no URL at all; the core knows no `URL`.

const PARTS = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?/i

/** Without its port; null when there is none. */
export const hostOf = (url: string): string | null => {
  const host = PARTS.exec(url)?.[1]?.toLowerCase().replace(/:\d*$/, '')
  return host ? host : null
}

/** Scheme and host; empty when it is no such URL. */
export const originIn = (url: string): string =>
  /^https?:/i.test(url) && hostOf(url) !== null
    ? `${url.slice(0, url.indexOf(':')).toLowerCase()}://${hostOf(url)}`
    : ''

/** Of a URL or of a path alone. */
export const pathOf = (url: string): string => {
  const parts = PARTS.exec(url)
  return (parts ? parts[2] : url.split(/[?#]/, 1)[0]) || '/'
}

/** Null when it is not there or empty. */
export const queryParameter = (url: string, name: string): string | null => {
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? []
  for (const pair of query.split('&')) {
    const [key = '', ...value] = pair.split('=')
    if (key.toLowerCase() === name) return decoded(value.join('=')) || null
  }
  return null
}

const decoded = (text: string): string => {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
