// Writes the page as one SVG that holds it as XHTML: masked, without scripts, with all that it shows inside it.
import type { PagePrivacy } from '../privacy/page-privacy.ts'
import { adaptCss, cssOf, inlineUrls, ROOT, type Viewport } from './css-text.ts'
import { extraStyle, type Look, lookOf, placeOf, sizeOf } from './element-style.ts'
import { FRAMES_MAX_DEPTH, NODES_MAX, SOURCE_MAX_CHARS } from './limits.ts'
import { HOST, SLOTTED, TREE } from './mark-selector.ts'
import type { Resources } from './resources.ts'
import { Abandoned, type Breathe } from './slices.ts'

const XHTML = 'http://www.w3.org/1999/xhtml'
const SVG = 'http://www.w3.org/2000/svg'

/** There, because styles count siblings, and empty. */
const HOLLOW =
  /^(?:script|noscript|style|link|meta|template|title|base|object|embed|video|audio|canvas|iframe|textarea|img)$/
const FIELD = /^(?:input|textarea|select)$/
/** What would load, run, or be looked for, and what is written below. */
const LEFT_OUT =
  /^(?:on.*|src|srcset|sizes|loading|style|value|alt|action|formaction|autofocus|popover|xmlns|nonce|poster|content|placeholder|selected|checked|open|background|http-equiv|id-ph.*)$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML may not hold them, not even escaped.
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escapeXml = (text: string): string =>
  text.replace(NOT_XML, '').replace(/[&<>"]/g, (char) => ESCAPED[char] ?? '')

/** The parser of addresses drops line breaks, takes # for its end and % for an escape. */
export const asDataUrl = (svg: string): string =>
  `data:image/svg+xml;charset=utf-8,${svg.replace(/[%#\n\r\t]/g, encodeURIComponent)}`

type WriteOptions = { privacy: PagePrivacy; resources: Resources; breathe: Breathe; drawCanvases: boolean }

export type Written = { svg: string; width: number; height: number; background: string }

export const writePage = async (page: Document, options: WriteOptions, depth = 0): Promise<Written> => {
  const { privacy, resources, breathe, drawCanvases } = options
  const view = page.defaultView ?? window
  const html = page.documentElement
  const viewport: Viewport = { width: view.innerWidth, height: view.innerHeight }
  const styles: string[] = []
  const out: string[] = []
  let chars = 0
  let nodes = 0
  let trees = 0
  const treeOf = new WeakMap<Node, string>()
  let background = ''

  const put = (text: string) => {
    chars += text.length
    if (chars > SOURCE_MAX_CHARS) throw new Error('the page is too large')
    out.push(text)
  }

  const styleOf = async (element: Element, look: Look) => {
    const own = element.getAttribute('style') ?? ''
    const kept = look === 'nothing' ? own.replace(/background[^;]*/gi, '') : own
    return `${kept && (await inlineUrls(adaptCss(kept, viewport), page.baseURI, resources, privacy.plain))};${extraStyle(element, look)}`
  }

  /** What is in an image, a canvas, a frame, as the background of an element that holds nothing itself. */
  const picture = async (element: Element): Promise<string | undefined> => {
    if (element.localName === 'canvas') {
      return drawCanvases && !privacy.textMasked(element)
        ? resources.pixels(element as HTMLCanvasElement)
        : undefined
    }
    const frame = element as HTMLIFrameElement
    const { scrollX = 0, scrollY = 0 } = frame.contentWindow ?? {}
    if (!frame.contentDocument?.body || depth >= FRAMES_MAX_DEPTH) return undefined
    const inner = await writePage(frame.contentDocument, options, depth + 1)
    return asDataUrl(
      `<svg xmlns="${SVG}" width="${frame.clientWidth}" height="${frame.clientHeight}"><g transform="translate(${-scrollX} ${-scrollY})">${inner.svg}</g></svg>`,
    )
  }

  const framed = async (element: Element) => {
    try {
      const data = await picture(element)
      return data ? `background:url("${data}") 0 0/100% 100% no-repeat content-box;` : ''
    } catch (error) {
      if (error instanceof Abandoned) throw error
      // A frame of another origin.
      return ''
    }
  }

  const attributesOf = async (element: Element, look: Look, marks: string): Promise<string> => {
    const { localName } = element
    let text = marks
    for (const { name, value } of element.attributes) {
      if (LEFT_OUT.test(name) || !/^(?:xlink:href|xml:space|[\w-]+)$/i.test(name)) continue
      const safe = privacy.attribute(element, name, value)
      if (safe === null) continue
      if (/href$/.test(name)) {
        const data = localName === 'image' ? await resources.of(new URL(value, page.baseURI).href) : undefined
        text += ` ${name}="${data ?? (value.startsWith('#') ? escapeXml(value) : '#')}"`
      } else text += ` ${name}="${escapeXml(safe)}"`
    }
    let style = await styleOf(element, look)
    if (localName === 'img') {
      const image = element as HTMLImageElement
      const hidden = privacy.attribute(element, 'src', '/') === null
      const data =
        hidden || look === 'nothing' || !image.naturalWidth ? undefined : await resources.pixels(image)
      if (data) text += ` src="${data}"`
      else if (image.naturalWidth) style += placeOf(element)
    } else if (/^(?:canvas|iframe)$/.test(localName) && look !== 'nothing') {
      style += sizeOf(element) + (await framed(element))
    }
    if (FIELD.test(localName) && look !== 'nothing') text += fieldAttributes(element as HTMLInputElement)
    if (localName === 'option' && (element as HTMLOptionElement).selected) text += ' selected=""'
    if ((element as HTMLDetailsElement).open === true) text += ' open=""'
    return style.length > 1 ? `${text} style="${escapeXml(style)}"` : text
  }

  /** What is typed as it may be seen; instead of dots there is nothing. */
  const typedIn = (field: HTMLInputElement) => {
    const safe = privacy.value(field, field.value)
    return safe === field.value ? safe : ''
  }

  const fieldAttributes = (field: HTMLInputElement) => {
    const { localName, type, placeholder } = field
    if (/^(?:checkbox|radio)$/.test(type)) return field.checked ? ' checked=""' : ''
    let text = ''
    if (localName === 'input') text += ` value="${escapeXml(typedIn(field))}"`
    // What a field asks for shows only in one that is empty.
    if (placeholder && !field.value)
      text += ` placeholder="${escapeXml(privacy.attribute(field, 'placeholder', placeholder) ?? '')}"`
    return text
  }

  /** `tree` marks what belongs to a shadow tree, `marks` this element alone. */
  const write = async (
    node: Node,
    look: Look,
    tree: string,
    namespace: string,
    marks = '',
  ): Promise<void> => {
    await breathe()
    if (++nodes > NODES_MAX) throw new Error('the page has too many nodes')
    if (node.nodeType === Node.TEXT_NODE) return put(escapeXml(privacy.text(node, (node as Text).data)))
    if (node.nodeType !== Node.ELEMENT_NODE) return
    const element = node as Element
    const { localName } = element
    if (localName === 'head' || !/^[\w-]+$/.test(localName)) return
    // The tracker's own: nobody's page.
    if (element.hasAttribute('data-playhead')) return
    const ownLook = lookOf(element, look, privacy)
    const isHollow = HOLLOW.test(localName)
    const isShadowHost = element.shadowRoot && ownLook !== 'nothing'
    const hosted = isShadowHost ? ++trees : 0
    const uri = element.namespaceURI ?? XHTML
    put(`<${localName}`)
    if (uri !== namespace) put(` xmlns="${uri}"`)
    const own = tree + marks + (hosted ? ` ${HOST}="${hosted}"` : '')
    put(`${await attributesOf(element, ownLook, own)}>`)
    if (localName === 'textarea' && ownLook !== 'nothing')
      put(escapeXml(typedIn(element as unknown as HTMLInputElement)))
    else if (ownLook !== 'nothing' && !isHollow) {
      if (element.shadowRoot) await writeShadow(element.shadowRoot, ownLook, hosted, uri)
      else await writeChildren(element, ownLook, uri, tree)
    }
    put(`</${localName}>`)
  }

  const writeChildren = async (element: Element, look: Look, uri: string, tree: string) => {
    const assigned = element.localName === 'slot' ? (element as HTMLSlotElement).assignedNodes() : []
    // What is slotted belongs to the tree outside; of this one only rules for what is slotted reach it.
    for (const node of assigned)
      await write(node, look, treeOf.get(node.getRootNode()) ?? '', uri, ` ${SLOTTED}="${/\d+/.exec(tree)}"`)
    if (assigned.length) return
    for (let child = element.firstChild; child; child = child.nextSibling) await write(child, look, tree, uri)
  }

  const writeShadow = async (shadow: ShadowRoot, look: Look, number: number, uri: string) => {
    const tree = ` ${TREE}="${number}"`
    treeOf.set(shadow, tree)
    styles.push(
      await cssOf({ root: shadow, tree: number, viewport, resources, breathe, plain: privacy.plain }),
    )
    for (let child = shadow.firstChild; child; child = child.nextSibling) await write(child, look, tree, uri)
  }

  const width = html.clientWidth
  const height = Math.max(html.scrollHeight, page.body?.scrollHeight ?? 0)
  for (const element of [page.body, html]) {
    const color = element && view.getComputedStyle(element).backgroundColor
    if (color && !/^(?:transparent|rgba\(0, 0, 0, 0\))$/.test(color)) background = color
  }
  const fontSize = view.getComputedStyle(html).fontSize
  await write(html, 'as it is', '', '', ` ${ROOT}=""`)
  const tree = trees ? 0 : undefined
  const sheet = await cssOf({ root: page, tree, viewport, resources, breathe, plain: privacy.plain })
  const fixed = `html[${ROOT}]{display:block;min-height:${height}px;font-size:${fontSize}!important;overflow:visible!important}*,*::before,*::after{transition:none!important;animation-delay:-99999s!important;animation-iteration-count:1!important}`
  const css = `${sheet}${styles.join('')}${fixed}`
  return {
    width,
    height,
    background,
    svg: `<svg xmlns="${SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" style="font-size:${fontSize}"><foreignObject width="100%" height="100%" style="overflow:visible"><style xmlns="${XHTML}">${escapeXml(css)}</style>${out.join('')}</foreignObject></svg>`,
  }
}
