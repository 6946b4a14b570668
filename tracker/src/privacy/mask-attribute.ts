// An attribute as it may leave the page: words as words of the page, addresses as addresses, the rest scrubbed.
import { dots } from './dots.ts'
import type { PagePrivacy } from './page-privacy.ts'
import { isSecretField } from './secret-field.ts'

const NEVER = /^(?:on|(?:srcdoc|nonce|integrity|ping)$)/
const WORDS =
  /^(?:title|alt|placeholder|label|summary|abbr|content|value|data-.*|aria-(?:label|desc|val|role|place).*)$/
const ADDRESS =
  /^(?:src|href|xlink:href|action|formaction|poster|data|cite|background|manifest|longdesc|(?:image)?srcset)$/
/** Numbers of drawings, among which a card number would only be found by accident. */
const GEOMETRY = /^(?:d|points|transform|viewBox|values|keyTimes|keySplines)$/
/** States by which styles know how an element looks. */
const STATE = /^data-(?:state|side|align|orientation|theme|mode|active|selected|disabled|open|tracker-.*)$/
/** What styles need of an element whose other attributes are its maker's own. */
const STRUCTURE = /^(?:id|class|style|slot|part|exportparts|role|hidden|dir|lang|is|tabindex)$/
/** Of all that stands in a page's head only this changes how it looks. */
const META = /^(?:viewport|theme-color|color-scheme|referrer)$/i

const decoded = (url: string) => {
  try {
    const [, base64, data = ''] = /^data:[^,]{0,200}?(;base64)?,(.*)/is.exec(url) ?? []
    return base64 ? atob(data) : decodeURIComponent(data)
  } catch {
    return ''
  }
}

type Rules = Pick<PagePrivacy, 'textMasked' | 'value' | 'plain' | 'url' | 'isSecretName'> & {
  passwords: WeakSet<Element>
  isStrict: () => boolean
}

export const attributeMask = ({
  isStrict,
  textMasked,
  value,
  plain,
  url: scrubUrl,
  isSecretName,
  passwords,
}: Rules): PagePrivacy['attribute'] => {
  const dataUrl = (url: string) => {
    if (!/^data:(?:image|font)\//i.test(url)) return null
    // A drawing is text, too.
    const inner = /^data:image\/svg/i.test(url) ? decoded(url) : ''
    return plain(inner) === inner ? url : null
  }

  const address = (element: Element, name: string, url: string) => {
    const { localName } = element
    if (/^\s*(?:javascript|vbscript):/i.test(url)) return null
    if (localName !== 'link' && textMasked(element)) {
      // Where a link of a masked text leads may tell what the text says.
      if (/^(?:a|area|form|button)$/.test(localName)) return '#'
      if (isStrict() || localName === 'iframe') return null
    }
    if (/^\s*data:/i.test(url)) return dataUrl(url.trim())
    return name.endsWith('srcset') ? url.replace(/[^\s,]\S*[^\s,]/g, scrubUrl) : scrubUrl(url)
  }

  return (element, givenName, given) => {
    const name = givenName.toLowerCase()
    const { localName } = element
    if (NEVER.test(name)) return null
    if (/^(?:input|textarea|select)$/.test(localName)) {
      // The look remembers a password field before it becomes plain text.
      isSecretField(element, passwords, isSecretName)
      if (name === 'value') return value(element, given)
    }
    if (localName === 'meta' && name === 'content')
      return META.test(element.getAttribute('name') ?? '') ? given : null
    if (!given || GEOMETRY.test(givenName) || STATE.test(name)) return given
    if (ADDRESS.test(name)) return address(element, name, given)
    if (isSecretName(name)) return dots(given)
    const isWords = WORDS.test(name) || (localName.includes('-') && !STRUCTURE.test(name))
    return isWords && textMasked(element) ? dots(given) : plain(given)
  }
}
