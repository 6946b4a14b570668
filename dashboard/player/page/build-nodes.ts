// Makes the nodes of a recorded tree, one by one and in slices. Whatever the recording says, it never throws, never
// calls itself, and makes no element that could run or load.
import { idOf, type Json, listOf, numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import { NODE } from '../../../core/replay/recording-format.ts'
import { MAX_ATTRIBUTES, MAX_CSS_CHARS, MAX_DEPTH, MAX_NODES, MAX_TEXT_CHARS } from '../limits.ts'
import { sheetOf } from './assets.ts'
import { isDocument, isElement, isStyle, type KnownNodes } from './known-nodes.ts'
import { setSafely } from './safe-attributes.ts'
import { emptyDocument, secureFrame } from './sandbox-frame.ts'
import type { StyleTexts } from './style-texts.ts'

const SVG = 'http://www.w3.org/2000/svg'
const TAG = /^[a-z][\w.:-]{0,100}$/i

/** Elements that would run, or bring a page of their own: something that does neither stands there instead. */
const REPLACED: Record<string, string> = {
  script: 'noscript',
  frame: 'div',
  portal: 'div',
  fencedframe: 'div',
  webview: 'div',
  controlledframe: 'div',
  applet: 'div',
}

/** Nodes after which the browser may draw and messages are heard. */
const SLICE_NODES = 1_000

/** What is done when all nodes stand: it needs layout, or the whole document. */
export type Afterwards = {
  scrolls: Map<Element, { x: number; y: number }>
  dialogs: Set<HTMLDialogElement>
  media: Map<HTMLMediaElement, Json>
  pictures: Map<HTMLCanvasElement, string>
}

export const nothingAfterwards = (): Afterwards => ({
  scrolls: new Map(),
  dialogs: new Set(),
  media: new Map(),
  pictures: new Map(),
})

export type Builder = {
  known: KnownNodes
  styles: StyleTexts
  after: Afterwards
  skip(): void
}

/** The node alone, without its children; undefined where it cannot be, or its id is taken. */
export const makeNode = (
  { known, styles, after, skip }: Builder,
  source: Json,
  owner: Document,
  parent: Node,
): Node | undefined => {
  const id = idOf(source['id'])
  const depth = known.depth(parent) + 1
  if (id === undefined || known.node(id) || known.size() >= MAX_NODES || depth > MAX_DEPTH) {
    skip()
    return undefined
  }
  const node = bareNode({ known, styles, after, skip }, source, owner, parent)
  if (!node) {
    skip()
    return undefined
  }
  known.add(id, node, depth)
  return node
}

const bareNode = (builder: Builder, source: Json, owner: Document, parent: Node): Node | undefined => {
  const text = textOf(source['textContent']) ?? ''
  switch (source['type']) {
    case NODE.element:
      return makeElement(builder, source, owner)
    case NODE.text: {
      if (!isStyle(parent))
        return owner.createTextNode(text.length > MAX_TEXT_CHARS ? text.slice(0, MAX_TEXT_CHARS) : text)
      const node = owner.createTextNode('')
      builder.styles.begin(parent, node, text.slice(0, MAX_CSS_CHARS))
      return node
    }
    case NODE.comment:
    case NODE.cdata:
      return owner.createComment(text.slice(0, MAX_TEXT_CHARS))
    case NODE.doctype:
      return owner.implementation.createDocumentType('html', '', '')
    default:
      return undefined
  }
}

const makeElement = (builder: Builder, source: Json, owner: Document): Element | undefined => {
  const told = textOf(source['tagName']) ?? ''
  if (!TAG.test(told)) return undefined
  const attributes = recordOf(source['attributes']) ?? {}
  const isSvg = source['isSVG'] === true
  const lower = told.toLowerCase()
  const css = textOf(attributes['_cssText']) ?? (lower === 'link' ? linkedSheet(attributes) : undefined)
  const tag = lower === 'link' && css !== undefined ? 'style' : (REPLACED[lower] ?? (isSvg ? told : lower))
  const element = isSvg && lower !== 'script' ? owner.createElementNS(SVG, tag) : owner.createElement(tag)
  if (tag === 'iframe') secureFrame(element as HTMLIFrameElement)
  if (source['isShadowHost'] === true) openShadow(element)
  if (isStyle(element)) builder.styles.begin(element, undefined, css)
  let count = 0
  for (const name in attributes) {
    if (count++ >= MAX_ATTRIBUTES) break
    setAttribute(builder, element, name, attributes[name])
  }
  return element
}

/** What a link would have fetched, where that was kept. */
const linkedSheet = (attributes: Json): string | undefined => {
  const [rel = '', href] = [textOf(attributes['rel']), textOf(attributes['href'])]
  if (
    href === undefined ||
    !/(?:^|\s)stylesheet(?:\s|$)/i.test(rel) ||
    /(?:^|\s)alternate(?:\s|$)/i.test(rel)
  )
    return undefined
  return attributes['disabled'] === undefined ? sheetOf(href)?.slice(0, MAX_CSS_CHARS) : undefined
}

const openShadow = (element: Element): void => {
  try {
    element.attachShadow({ mode: 'open' })
  } catch {
    // Not every element may have one.
  }
}

/** Of a new element; the special ones of the recorder, too. */
export const setAttribute = (builder: Builder, element: Element, name: string, value: unknown): void => {
  if (name.startsWith('rr_')) setSpecial(builder, element, name, value)
  else if (value === true) setSafely(element, name, '')
  else if (typeof value === 'number') setSafely(element, name, String(value))
  else if (typeof value === 'string') {
    if (name === 'value' && element.localName === 'textarea') element.textContent = value
    else setQuietly(element, name, value)
  }
}

const setQuietly = (element: Element, name: string, value: string): void => {
  try {
    setSafely(element, name, value)
  } catch {
    // A name that no document takes.
  }
}

const SIZE = /^\d{1,6}(?:\.\d{1,6})?px$/

const setSpecial = ({ after }: Builder, element: Element, name: string, value: unknown): void => {
  const { localName } = element
  const number = numberOf(value)
  if (name === 'rr_width' || name === 'rr_height') {
    if (SIZE.test(String(value)))
      (element as HTMLElement).style?.setProperty(name === 'rr_width' ? 'width' : 'height', String(value))
  } else if ((name === 'rr_scrollLeft' || name === 'rr_scrollTop') && number !== undefined) {
    const at = after.scrolls.get(element) ?? { x: 0, y: 0 }
    after.scrolls.set(element, name === 'rr_scrollLeft' ? { ...at, x: number } : { ...at, y: number })
  } else if (name.startsWith('rr_media') && (localName === 'video' || localName === 'audio')) {
    const medium = element as HTMLMediaElement
    after.media.set(medium, { ...after.media.get(medium), [name]: value })
  } else if (name === 'rr_open_mode' && value === 'modal' && localName === 'dialog') {
    after.dialogs.add(element as HTMLDialogElement)
  } else if (name === 'rr_dataURL' && typeof value === 'string') {
    if (localName === 'canvas') after.pictures.set(element as HTMLCanvasElement, value)
    else if (localName === 'img') setQuietly(element, 'src', value)
  }
}

/** Where children of this node go. */
export const placeFor = (parent: Node, isInShadow: boolean): Node | undefined => {
  if (!isInShadow) return parent
  if (!isElement(parent)) return undefined
  if (!parent.shadowRoot) openShadow(parent)
  return parent.shadowRoot ?? undefined
}

/** All that the recording has below a node that stands. */
export function* buildChildren(builder: Builder, top: Node, source: Json): Generator<undefined> {
  const waiting: { node: Node; source: Json }[] = [{ node: top, source }]
  let made = 0
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const { node } = entry
    const owner = isDocument(node) ? node : node.ownerDocument
    if (!owner) continue
    for (const value of listOf(entry.source['childNodes'])) {
      const child = recordOf(value)
      const place = child && placeFor(node, child['isShadow'] === true)
      const built = place && makeNode(builder, child, owner, node)
      if (!built) {
        if (!child || !place) builder.skip()
        continue
      }
      if (!append(place, built)) {
        builder.known.forget(built)
        builder.skip()
        continue
      }
      if (isElement(built)) waiting.push({ node: built, source: child })
      if (++made % SLICE_NODES === 0) yield undefined
    }
  }
}

/** False where no document allows it, as a second root element. */
export const append = (parent: Node, node: Node, next: Node | null = null): boolean => {
  try {
    parent.insertBefore(node, next)
    return true
  } catch {
    return false
  }
}

/** The document of a frame, new and empty, under the id that the recording has for it. */
export const beginDocument = (
  { known }: Builder,
  frame: HTMLIFrameElement,
  source: Json,
): Document | undefined => {
  const id = idOf(source['id'])
  if (
    id === undefined ||
    source['type'] !== NODE.document ||
    (known.node(id) && known.node(id) !== frame.contentDocument)
  )
    return undefined
  const doctype = listOf(source['childNodes'])
    .slice(0, 5)
    .map(recordOf)
    .find((child) => child?.['type'] === NODE.doctype)
  const document = emptyDocument(frame, {
    quirks: source['compatMode'] === 'BackCompat',
    publicId: textOf(doctype?.['publicId']) ?? '',
  })
  if (document) known.add(id, document, known.depth(frame) + 1)
  return document
}
