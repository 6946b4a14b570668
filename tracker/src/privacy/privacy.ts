// What of a page may be seen, word by word. Everything that leaves the page has been asked about here.
import type { ResolvedOptions } from '../options.ts'
import type { Settings } from '../site.ts'
import { closestAcross } from './closest-across.ts'
import { DOT, dots } from './dots.ts'
import { marks } from './marks.ts'
import { isSecretName, scrubText, scrubUrl } from './scrub-url.ts'
import { type Field, isSecretField } from './secret-field.ts'

/** What the core asks. Parts that take the page itself ask `page-privacy.ts`, which knows texts and attributes, too. */
export type Privacy = {
  /** Nothing at all of it may leave. */
  ignored: (node: Node) => boolean
  /** Its words leave as dots. */
  textMasked: (node: Node) => boolean
  /** What is typed into it leaves as dots, whatever it is. */
  typedMasked: (field: Element) => boolean
  /** What is in a field as it may leave. */
  value: (field: Element, value: string) => string
  isSecretField: (field: Field) => boolean
  /** Any other text: a title, a console line, an error, a style sheet. */
  plain: (text: string) => string
  url: (url: string) => string
  /** Names, of fields and of attributes, whose content is nobody's business. */
  isSecretName: (name: string) => boolean
}

/** `settings` is asked each time: the project's word may come while the page is open. The stricter of both counts. */
export const createPrivacy = (options: ResolvedOptions, settings: () => Settings): Privacy => {
  const { ignore, mask, unmask } = marks(options)
  const textMasked = (node: Node) => {
    const nearest = closestAcross(node, `${mask},${unmask}`)
    return nearest ? nearest.matches(mask) : options.strict || settings().masking.text
  }
  /** A region that is unmasked does not open the fields in it: each must say so itself. */
  const typedMasked = (field: Element) =>
    textMasked(field) ||
    ((options.maskSensitiveInputs || settings().masking.inputs) && !field.matches(unmask))
  return {
    ignored: (node) => !!closestAcross(node, ignore),
    textMasked,
    typedMasked,
    value: (field, typed) =>
      isSecretField(field)
        ? // A password's length says something, too.
          typed && DOT.repeat(8)
        : // Half a card number or address is not known as one yet: six digits or an @ are enough.
          typedMasked(field) || /@|\d(\W?\d){5}/.test(typed) || scrubText(typed) !== typed
          ? dots(typed)
          : typed,
    isSecretField,
    plain: scrubText,
    url: scrubUrl,
    isSecretName,
  }
}
