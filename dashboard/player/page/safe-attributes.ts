// Which attributes of a recorded element reach a document, and what of their values: nothing that runs, loads, sends,
// or leads away. What is not an address and not code is kept, because style sheets speak of it.

import { candidatesOfSrcset } from '../../../core/assets/asset-address.ts'
import { MAX_ATTRIBUTE_CHARS, MAX_DATA_URL_CHARS } from '../limits.ts'
import { assetOf } from './assets.ts'
import { safeCss } from './safe-css.ts'

const XLINK = 'http://www.w3.org/1999/xlink'
const XML = 'http://www.w3.org/XML/1998/namespace'

/** Never set: they run code, name another document, ask for attention, or say how to load. */
const NEVER =
  /^(?:on.*|srcdoc|action|formaction|ping|manifest|codebase|classid|archive|code|data|profile|cite|longdesc|lowsrc|dynsrc|target|download|is|nonce|integrity|crossorigin|sandbox|allow.*|csp|http-equiv|content|autofocus|autoplay|preload|fetchpriority|accesskey|attributionsrc|browsingtopics|popovertarget.*|commandfor|command|shadowroot.*|xml:base|xmlns(?::.*)?|credentialless|imagesrcset|imagesizes|referrerpolicy|icon|usemap|loading|playhead-.*|rr_.*|_csstext)$/

const NAME = /^[a-z_][\w.:-]{0,200}$/i

const LINKS = new Set(['a', 'area'])
const PICTURES = new Set(['img', 'input', 'image', 'feimage'])
const MEDIA = new Set(['video', 'audio', 'source', 'track'])
/** Animations of SVG, which may set any attribute at any time. */
const ANIMATIONS = new Set(['animate', 'set', 'animatetransform', 'animatemotion', 'animatecolor'])
const ANIMATED_NEVER = /^(?:.*:)?(?:href|src|style|class|on.*)$/i

/** No address, no history: a link that leads nowhere looks like one. */
const NOWHERE = 'about:invalid'

/** Undefined: not to be set at all. */
export const safeValue = (tag: string, name: string, value: string, isSvg: boolean): string | undefined => {
  if (!NAME.test(name) || NEVER.test(name)) return undefined
  if (value.length > (value.startsWith('data:') ? MAX_DATA_URL_CHARS : MAX_ATTRIBUTE_CHARS)) return undefined
  if (name === 'style') return safeCss(value)
  if (name === 'href' || name === 'xlink:href') return safeHref(tag, value, isSvg)
  if (name === 'src') {
    if (PICTURES.has(tag)) return assetOf(value, 'picture')
    return MEDIA.has(tag) ? assetOf(value, 'media') : undefined
  }
  if (name === 'poster' || name === 'background') return assetOf(value, 'picture')
  if (name === 'srcset') return safeSrcset(value)
  if (tag === 'meta' || tag === 'base' || tag === 'param') return undefined
  if (tag === 'link') return name === 'rel' || name === 'as' ? undefined : value
  if (tag === 'iframe' && name === 'name') return undefined
  if (ANIMATIONS.has(tag)) return safeAnimation(name, value)
  // Presentation attributes may name an address, too.
  return isSvg ? safeCss(value) : value
}

/** Of the candidates those that are kept; where none is, the picture's own address may be. */
const safeSrcset = (value: string): string | undefined => {
  const kept = candidatesOfSrcset(value).flatMap(({ address, descriptor }) => {
    const asset = /^data:/i.test(address) ? undefined : assetOf(address, 'picture')
    return asset && /^\s*(?:[\d.]{1,12}[wxh])?\s*$/.test(descriptor) ? [`${asset} ${descriptor.trim()}`] : []
  })
  return kept.length > 0 ? kept.join(', ') : undefined
}

const safeHref = (tag: string, value: string, isSvg: boolean): string | undefined => {
  if (LINKS.has(tag)) return NOWHERE
  if (PICTURES.has(tag)) return assetOf(value, 'picture')
  return isSvg && /^#[^\s]*$/.test(value) ? value : undefined
}

const safeAnimation = (name: string, value: string): string | undefined => {
  if (name === 'attributename' && ANIMATED_NEVER.test(value.trim())) return undefined
  return /^(?:from|to|by|values)$/.test(name) && /[:\\]|\/\//.test(value) ? undefined : safeCss(value)
}

/** The name is already in lower case, but where SVG writes it otherwise. */
export const setSafely = (element: Element, name: string, value: string): void => {
  const tag = element.localName.toLowerCase()
  const isSvg = element.namespaceURI === 'http://www.w3.org/2000/svg'
  const safe = safeValue(tag, name.toLowerCase(), value, isSvg)
  if (safe === undefined) {
    if (!NEVER.test(name.toLowerCase())) element.removeAttribute(name)
    return
  }
  if (name.startsWith('xlink:')) element.setAttributeNS(XLINK, name, safe)
  else if (name.startsWith('xml:')) element.setAttributeNS(XML, name, safe)
  else element.setAttribute(name, safe)
}
