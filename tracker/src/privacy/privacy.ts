// What of a page may be seen, word by word. Everything that leaves the page has been asked about here.
import type { ResolvedOptions } from '../options.ts'
import type { Settings } from '../site.ts'
import { closestAcross } from './closest-across.ts'
import { marks } from './marks.ts'
import { isSecretName, scrubText, scrubUrl } from './scrub-url.ts'

/** What the core asks. Parts that take the page itself ask `page-privacy.ts`, which knows fields and attributes, too. */
export type Privacy = {
  /** Nothing at all of it may leave. */
  ignored: (node: Node) => boolean
  /** Its words leave as dots. */
  textMasked: (node: Node) => boolean
  /** Any other text: a title, a console line, an error, a style sheet. */
  plain: (text: string) => string
  url: (url: string) => string
  /** Names, of fields and of attributes, whose content is nobody's business. */
  isSecretName: (name: string) => boolean
}

/** `settings` is asked each time: the project's word may come while the page is open. The stricter of both counts. */
export const createPrivacy = (options: ResolvedOptions, settings: () => Settings): Privacy => {
  const { ignore, mask, unmask } = marks(options)
  return {
    ignored: (node) => closestAcross(node, ignore) !== null,
    textMasked: (node) => {
      const nearest = closestAcross(node, `${mask},${unmask}`)
      return nearest ? nearest.matches(mask) : options.strict || settings().masking.text
    },
    plain: scrubText,
    url: scrubUrl,
    isSecretName,
  }
}
