// Whether masking may find something in a text or an address: where this says no, no pattern need be tried.

/** One of these is in whatever `privacy.plain` changes. */
const DOUBTFUL_TEXT = /[@=]|%40|["']\s?:|https?:\/\/|eyJ|[sr]k_|bearer\s|\d(?:[ \u00a0-]?\d){12}/i

/** And in whatever `privacy.url` changes, but for its length. */
const DOUBTFUL_ADDRESS =
  /[@=?#]|%40|eyJ|[sr]k_|bearer\s|\d(?:[ \u00a0-]?\d){12}|\/(?:reset|verify|confirm|activate|invite|magic)/i
const ADDRESS_MAX_CHARS = 2_000

export const mayChangeText = (text: string) => DOUBTFUL_TEXT.test(text)

export const mayChangeAddress = (url: string) => url.length > ADDRESS_MAX_CHARS || DOUBTFUL_ADDRESS.test(url)
