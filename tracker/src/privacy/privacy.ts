// What of a page may be seen, word by word. Everything that leaves the page has been asked about here.
import { closestAcross } from './closest-across.ts'
import { DOT, dots } from './dots.ts'
import { attributeMask } from './mask-attribute.ts'
import { scrubText, scrubUrl } from './scrub-url.ts'
import { editorOf, type Field, isSecretField } from './secret-field.ts'
import { isPartOfSecret } from './split-secret.ts'

export type Privacy = {
  /** Nothing at all of it may leave. */
  ignored: (node: Node) => boolean
  /** Its words leave as dots. */
  textMasked: (node: Node) => boolean
  /** A text of the page as it may leave. */
  text: (node: Node, text: string) => string
  /** What is in a field as it may leave. */
  value: (field: Element, value: string) => string
  /** An attribute as it may leave; null if it may not. */
  attribute: (element: Element, name: string, value: string) => string | null
  /** Any other text: a title, a console line, an error, a style sheet. */
  plain: (text: string) => string
  url: (url: string) => string
}

/** Selectors of the site, beside the attributes that everybody has. */
export type Marks = {
  ignoreSelector?: string | null | undefined
  maskSelector?: string | null | undefined
  unmaskSelector?: string | null | undefined
}

/** `inputs`: fields leave as dots. `text`: everything does, images stay away (strict). May change as settings come. */
export type Masking = { inputs: boolean; text: boolean }

/** A password's length says something, too. */
const SECRET = DOT.repeat(8)

const either = (attribute: string, selector?: string | null) =>
  `[data-tracker-${attribute}]${selector ? `,${selector}` : ''}`

export const createPrivacy = (marks: Marks, masking: () => Masking): Privacy => {
  const ignore = either('ignore', marks.ignoreSelector)
  const mask = either('mask', marks.maskSelector)
  const unmask = either('unmask', marks.unmaskSelector)

  const ignored = (node: Node) => closestAcross(node, ignore) !== null

  /** Without what is typed: whether the site or the project have masked this place. */
  const marked = (node: Node) => {
    const nearest = closestAcross(node, `${mask},${unmask}`)
    return nearest ? nearest.matches(mask) : masking().text
  }

  /** A region that is unmasked does not open the fields in it: each must say so itself. */
  const typedMasked = (field: Element) => marked(field) || (masking().inputs && !field.matches(unmask))

  const textMasked = (node: Node) => {
    const editor = editorOf(node)
    return editor ? typedMasked(editor) || isSecretField(editor) : marked(node)
  }

  const plain = scrubText

  const text = (node: Node, words: string) => {
    if (!/\S/.test(words)) return words
    if (textMasked(node)) return dots(words)
    const scrubbed = plain(words)
    return scrubbed === words && isPartOfSecret(node, words) ? dots(words) : scrubbed
  }

  const value = (field: Element, typed: string) => {
    if (!typed) return typed
    const { type = '' } = field as Field
    if (/^(?:hidden|file)$/.test(type)) return ''
    if (/^(?:button|submit|reset)$/.test(type)) return text(field, typed)
    if (isSecretField(field)) return SECRET
    // Half a card number or address is not known as one yet: six digits or an @ are enough.
    const looksSecret = /@|\d(?:\W?\d){5}/.test(typed) || plain(typed) !== typed
    return looksSecret || typedMasked(field) ? dots(typed) : typed
  }

  const attribute = attributeMask({ masking, textMasked, value, plain })

  return { ignored, textMasked, text, value, attribute, plain, url: scrubUrl }
}
