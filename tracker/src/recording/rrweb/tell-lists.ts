// Tells which nodes went and came where nothing is special about them; rrweb does it for all others.
import type { Add, NodeJson } from '../format.ts'
import type { Change, Mirror } from './node-ids.ts'
import { readers } from './ties.ts'

// A form may have a field of such a name.
const { firstChild, lastChild, nextSibling, parentNode, previousSibling } = readers

/** What is used of rrweb's mutation buffer, and of the functions around it. */
export type Buffer = {
  mirror: Mirror
  doc: Document
  blockSelector: string
  /** Of a document in a frame. */
  rootId: number | undefined
  newId: () => number
  /** By rrweb, without children: fields, players, and whatever has a state of its own. */
  serialize: (node: Node) => NodeJson | null
  transform: (doc: Document, tag: string, name: string, value: string) => string
  tell: (mutation: object) => void
}

/** They bring documents, sheets or trees of their own. */
const APART = /^(?:iframe|frame|link|style|template|object|embed)$/i

/** They have more than attributes. */
const STATEFUL =
  /^(?:input|textarea|select|option|dialog|audio|video|canvas|form|script|meta|html|head|body|.*-.*|.*[^\w:-].*)$/i

const SVG = 'http://www.w3.org/2000/svg'
const IGNORED = -2

const isPlain = (node: Node): boolean => {
  if (node.nodeType !== 1) return true
  if (APART.test(node.nodeName) || (node as Element).shadowRoot) return false
  for (let child = firstChild(node); child; child = nextSibling(child)) if (!isPlain(child)) return false
  return true
}

/** False if rrweb must do it: then nothing has been told. */
export const tellLists = (changes: readonly Change[], buffer: Buffer): boolean => {
  const { mirror, doc, blockSelector, rootId } = buffer
  for (const { type, target, addedNodes } of changes) {
    if (type !== 'childList' || target.nodeType !== 1 || /^(?:TEXTAREA|STYLE)$/.test(target.nodeName))
      return false
    for (const node of addedNodes) {
      if (mirror.getId(node) !== -1 || parentNode(node) !== target || !isPlain(node)) return false
    }
  }

  const elementJson = (element: Element): NodeJson => {
    const tagName = element.tagName.toLowerCase()
    const attributes: Record<string, string> = {}
    const given = element.attributes
    for (let at = 0; at < given.length; at++) {
      const { name, value } = given[at] as Attr
      attributes[name] = buffer.transform(doc, tagName, name.toLowerCase(), value)
    }
    const isSVG = element.namespaceURI === SVG || undefined
    return { type: 2, tagName, attributes, childNodes: [], isSVG, rootId, id: buffer.newId() }
  }

  const jsonOf = (node: Node): NodeJson | null => {
    const isText = node.nodeType === 3 && parentNode(node)?.nodeName !== 'SCRIPT'
    if (!isText) {
      if (node.nodeType !== 1 || STATEFUL.test(node.nodeName) || (node as Element).matches(blockSelector))
        return buffer.serialize(node)
    }
    const json: NodeJson = isText
      ? { type: 3, textContent: (node as Text).data, rootId, id: buffer.newId() }
      : elementJson(node as Element)
    mirror.add(node, json as never)
    return json
  }

  const removes: { parentId: number; id: number }[] = []
  const adds: Add[] = []

  const add = (node: Node, parentId: number) => {
    let next: Node | null = nextSibling(node)
    while (next && mirror.getId(next) < 0) next = nextSibling(next)
    const json = jsonOf(node)
    if (!json || json.id === IGNORED) return
    adds.push({ parentId, nextId: next && mirror.getId(next), node: json })
    if (json.attributes?.['rr_width'] !== undefined || node.nodeName === 'TEXTAREA') return
    // The last first, so that each finds its neighbour.
    for (let child = lastChild(node); child; child = previousSibling(child)) add(child, json.id)
  }

  const told = changes.filter(({ target }) => !(target as Element).closest(blockSelector))
  for (const { target, removedNodes } of told) {
    for (const node of removedNodes) {
      const id = mirror.getId(node)
      if (id <= 0) continue
      if (target.isConnected) removes.push({ parentId: mirror.getId(target), id })
      mirror.removeNodeFromMap(node)
    }
  }
  for (const { target, addedNodes } of told) {
    const parentId = mirror.getId(target)
    if (parentId <= 0 || !target.isConnected) continue
    const left = new Set(addedNodes)
    for (const first of addedNodes) {
      let node: Node | null = first
      for (let next = nextSibling(node); next && left.has(next); next = nextSibling(next)) node = next
      for (; node && left.delete(node); node = previousSibling(node)) add(node, parentId)
    }
  }
  if (removes.length + adds.length > 0) buffer.tell({ texts: [], attributes: [], removes, adds })
  return true
}
