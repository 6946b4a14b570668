// What may stand in a page's styles: addresses and texts are scrubbed, all else is as it was.
import type { PagePrivacy } from '../privacy/page-privacy.ts'

const STRING = /"(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\\\n]|\\.){0,2000}'/g
const ADDRESS = /url\(\s*(["']?)([^"')]{1,2000})\1\s*\)/g

export const maskCss = (css: string, privacy: PagePrivacy): string => {
  const scrubbed = css.includes('url(')
    ? css.replace(ADDRESS, (whole, quote, url) =>
        // Pictures within the sheet have no address.
        url.startsWith('data:') ? whole : `url(${quote}${privacy.url(url)}${quote})`,
      )
    : css
  if (!/content|--/.test(scrubbed)) return scrubbed
  return scrubbed.replace(STRING, (text) => `${text[0]}${privacy.plain(text.slice(1, -1))}${text[0]}`)
}
