// The page's privacy with the same answers, given faster: ancestors are asked once a moment, names once, and no pattern
// is tried on a text in which none can match.
import { marks } from '../privacy/marks.ts'
import { type PagePrivacy, pagePrivacy } from '../privacy/page-privacy.ts'
import type { Site } from '../site.ts'
import { rememberClosest } from './remember-closest.ts'

/** One of these is in whatever `privacy.plain` changes. */
const DOUBTFUL_TEXT = /[@=]|%40|["']\s?:|https?:\/\/|eyJ|[sr]k_|bearer\s|\d(?:[ \u00a0-]?\d){12}/i

/** And in whatever `privacy.url` changes, but for its length. */
const DOUBTFUL_ADDRESS =
  /[@=?#]|%40|eyJ|[sr]k_|bearer\s|\d(?:[ \u00a0-]?\d){12}|\/(?:reset|verify|confirm|activate|invite|magic)/i
const ADDRESS_MAX_CHARS = 2_000

/** Names that are remembered, of fields and attributes; a page that makes up more is forgotten now and then. */
const NAMES_MAX = 1_000

export const mayChangeText = (text: string) => DOUBTFUL_TEXT.test(text)

export const mayChangeAddress = (url: string) => url.length > ADDRESS_MAX_CHARS || DOUBTFUL_ADDRESS.test(url)

export type QuickPrivacy = PagePrivacy & {
  /** To be called whenever the document may have changed. */
  forget: () => void
}

type Asked = Pick<Site, 'privacy' | 'options' | 'settings' | 'passwords'>

export const quickPrivacy = (site: Asked): QuickPrivacy => {
  const { closest, forget } = rememberClosest()
  const { ignore, mask, unmask } = marks(site.options)
  const either = `${mask},${unmask}`
  const names = new Map<string, boolean>()
  const { plain, url, isSecretName } = site.privacy
  const quick = {
    ignored: (node: Node) => closest(node, ignore) !== null,
    textMasked: (node: Node) => {
      const nearest = closest(node, either)
      return nearest ? nearest.matches(mask) : site.options.strict || site.settings.masking.text
    },
    plain: (text: string) => (mayChangeText(text) ? plain(text) : text),
    url: (address: string) => (mayChangeAddress(address) ? url(address) : address),
    isSecretName: (name: string) => {
      let is = names.get(name)
      if (is === undefined) {
        if (names.size >= NAMES_MAX) names.clear()
        is = isSecretName(name)
        names.set(name, is)
      }
      return is
    },
  }
  // What the project says may change.
  const asked = {
    privacy: quick,
    options: site.options,
    passwords: site.passwords,
    get settings() {
      return site.settings
    },
  }
  return { ...pagePrivacy(asked, closest), forget }
}
