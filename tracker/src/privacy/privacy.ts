// What may leave the page of a node, an attribute, a value: asked by the core, the recorder and the pictures alike.
import type { ResolvedOptions } from '../options.ts'
import type { Settings } from '../site.ts'
import { IGNORE } from './ignored.ts'
import { maskText } from './mask-text.ts'
import { scrubText, scrubUrl } from './scrub-url.ts'

export type Privacy = {
  ignored: (node: Node) => boolean
  textMasked: (node: Node) => boolean
  text: (node: Node, text: string) => string
  value: (field: Element, value: string) => string
  attribute: (element: Element, name: string, value: string) => string | null
  plain: (text: string) => string
  url: (url: string) => string
}

const SECRET_FIELD = 'input[type=password], input[type=email], input[type=tel], [autocomplete^=cc-]'

const dots = (text: string) => text.replace(/\S/g, '•')

/** `settings` is asked each time: the project's word may come while the page is open. */
export const createPrivacy = (
  { ignoreSelector, maskSelector, unmaskSelector, maskSensitiveInputs, strict }: ResolvedOptions,
  settings: () => Settings,
): Privacy => {
  const any = (...selectors: (string | null)[]) => selectors.filter(Boolean).join()
  const ignore = any(IGNORE, ignoreSelector)
  const mask = any('[data-tracker-mask]', maskSelector)
  const unmask = any('[data-tracker-unmask]', unmaskSelector)

  const up = (node: Node): Node | null | undefined =>
    node.parentNode ?? (node instanceof ShadowRoot ? node.host : (node as Document).defaultView?.frameElement)
  const closest = (node: Node | null | undefined, selector: string): Element | undefined => {
    for (let at = node; at; at = up(at)) if (at instanceof Element && at.matches(selector)) return at
    return undefined
  }

  const textMasked = (node: Node) => {
    const nearest = closest(node, `${mask}, ${unmask}`)
    return nearest ? !nearest.matches(unmask) || nearest.matches(mask) : strict || settings().masking.text
  }
  const text = (node: Node, words: string) => (textMasked(node) ? dots(words) : maskText(words))

  return {
    ignored: (node) => closest(node, ignore) !== undefined,
    textMasked,
    text,
    value: (field, value) =>
      field.matches(SECRET_FIELD) || (maskSensitiveInputs && !closest(field, unmask))
        ? dots(value)
        : text(field, value),
    attribute: (_, name, value) => (/^(href|src|action)$/.test(name) ? scrubUrl(value) : maskText(value)),
    plain: scrubText,
    url: scrubUrl,
  }
}
