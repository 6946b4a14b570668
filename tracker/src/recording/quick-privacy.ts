// The page's privacy with the same answers, given faster: ancestors are asked once a moment, names once, and no pattern
// is tried on a text in which none can match.
import { marks } from '../privacy/marks.ts'
import { type PagePrivacy, pagePrivacy } from '../privacy/page-privacy.ts'
import type { Site } from '../site.ts'
import { mayChangeAddress, mayChangeText } from './may-change.ts'
import { rememberClosest } from './remember-closest.ts'

/** Names that are remembered, of fields and attributes; a page that makes up more is forgotten now and then. */
const NAMES_MAX = 1_000

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
