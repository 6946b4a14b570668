// A page's address as short as it can be and still be told apart: the path, its query and its fragment.

const decoded = (text: string): string => {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}

export const pagePath = (url: string | null | undefined): string => {
  if (!url) return '–'
  if (!URL.canParse(url)) return url
  const { pathname, search, hash } = new URL(url)
  return decoded(`${pathname}${search}${hash}`)
}

export const pageHost = (url: string | null | undefined): string | null =>
  url && URL.canParse(url) ? new URL(url).host || null : null
