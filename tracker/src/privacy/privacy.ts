// What of a page may be seen, word by word. Everything that leaves the page has been asked about here.
import type { ResolvedOptions } from '../options.ts'
import type { Settings } from '../site.ts'
import { closestAcross } from './closest-across.ts'
import { dots } from './dots.ts'
import { isSecretName, scrubText, scrubUrl } from './scrub-url.ts'

/** What the core asks. Parts that take the page itself ask `page-privacy.ts`, which knows fields and attributes, too. */
export type Privacy = {
  /** Nothing at all of it may leave. */
  ignored: (node: Node) => boolean
  /** What is typed into it leaves as dots, whatever it is. */
  typedMasked: (field: Element) => boolean
  /** Its words leave as dots. */
  textMasked: (node: Node) => boolean
  /** A text of the page as it may leave. */
  text: (node: Node, text: string) => string
  /** Any other text: a title, a console line, an error, a style sheet. */
  plain: (text: string) => string
  url: (url: string) => string
  /** Fields that hold passwords, whatever type they are of by now. */
  passwords: WeakSet<Element>
  /** Names, of fields and of attributes, whose content is nobody's business. */
  isSecretName: (name: string) => boolean
}

/** What a person writes into the page itself. */
const EDITOR = '[contenteditable]:not([contenteditable=false i]),textarea'

const either = (attribute: string, selector?: string | null) =>
  `[data-tracker-${attribute}]${selector ? `,${selector}` : ''}`

/** `settings` is asked each time: the project's word may come while the page is open. The stricter of both counts. */
export const createPrivacy = (options: ResolvedOptions, settings: () => Settings): Privacy => {
  const ignore = either('ignore', options.ignoreSelector)
  const mask = either('mask', options.maskSelector)
  const unmask = either('unmask', options.unmaskSelector)
  const strict = () => options.strict || settings().masking.text

  /** Without what is typed: whether the site or the project have masked this place. */
  const marked = (node: Node) => {
    const nearest = closestAcross(node, `${mask},${unmask}`)
    return nearest ? nearest.matches(mask) : strict()
  }

  /** A region that is unmasked does not open the fields in it: each must say so itself. */
  const typedMasked = (field: Element) =>
    marked(field) || ((options.maskSensitiveInputs || settings().masking.inputs) && !field.matches(unmask))

  const textMasked = (node: Node) => {
    const editor = closestAcross(node, EDITOR)
    return editor ? typedMasked(editor) : marked(node)
  }

  return {
    ignored: (node) => closestAcross(node, ignore) !== null,
    typedMasked,
    textMasked,
    text: (node, text) => (textMasked(node) ? dots(text) : scrubText(text)),
    plain: scrubText,
    url: scrubUrl,
    isSecretName,
    passwords: new WeakSet(),
  }
}
