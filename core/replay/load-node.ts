// Reads a serialised node of a recording into the model, and all below it where the recording has it whole.
import type { AttributeValue, ReplayDocument, ReplayNode } from './document-model.ts'
import { charge, emptyList, hasRoom, insert, newNode } from './document-model.ts'
import { idOf, type Json, listOf, numberOf, recordOf, textOf } from './read-json.ts'
import { NODE } from './recording-format.ts'

/** What nodes keep as it came, because it never changes. */
const FACTS = ['isSVG', 'isCustom', 'compatMode', 'name', 'publicId', 'systemId'] as const

const TYPES = new Set<number>(Object.values(NODE))

/** The node alone; undefined when it is malformed or its id is taken. */
export const readNode = (
  document: Pick<ReplayDocument, 'nodes'>,
  value: unknown,
  parent: ReplayNode | undefined,
  at: number,
): ReplayNode | undefined => {
  const source = recordOf(value)
  const id = idOf(source?.['id'])
  const type = numberOf(source?.['type'])
  if (!source || id === undefined || type === undefined || !TYPES.has(type) || document.nodes.has(id)) return
  const tagName = type === NODE.element ? textOf(source['tagName']) : ''
  if (tagName === undefined) return
  const node = newNode({
    id,
    type,
    depth: parent ? parent.depth + 1 : 0,
    rootId: idOf(source['rootId']),
    tagName,
    facts: Object.fromEntries(
      FACTS.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])),
    ),
    inShadow: source['isShadow'] === true && parent?.type === NODE.element,
  })
  node.text = textOf(source['textContent']) ?? ''
  node.weight = node.text.length + tagName.length
  if (source['isShadowHost'] === true) node.shadow = emptyList()
  if (type === NODE.element) readAttributes(node, recordOf(source['attributes']) ?? {}, at)
  return node
}

const readAttributes = (node: ReplayNode, attributes: Json, at: number): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (!isAttributeValue(value)) continue
    node.attributes.set(name, value)
    node.weight += name.length + sizeOfValue(value)
  }
  node.mediaAt = at
}

export const isAttributeValue = (value: unknown): value is AttributeValue =>
  typeof value === 'string' || typeof value === 'boolean' || numberOf(value) !== undefined

export const sizeOfValue = (value: AttributeValue | undefined): number =>
  typeof value === 'string' ? value.length : 8

/** Whether it found a place in the document: there may be no room. */
export const place = (
  document: ReplayDocument,
  node: ReplayNode,
  parent: ReplayNode,
  next: ReplayNode | undefined,
): boolean => {
  if (!hasRoom(document, node.depth) || !charge(document, node.weight)) return false
  document.nodes.set(node.id, node)
  insert(parent, node, next)
  return true
}

/** The children of a node that the recording holds whole, with everything below them. */
export const placeChildren = (
  document: ReplayDocument,
  node: ReplayNode,
  source: unknown,
  at: number,
): void => {
  const waiting = [{ node, source: recordOf(source) ?? {} }]
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    for (const value of listOf(entry.source['childNodes'])) {
      const child = readNode(document, value, entry.node, at)
      if (child && child.type !== NODE.document && place(document, child, entry.node, undefined)) {
        readScroll(document, child)
        waiting.push({ node: child, source: recordOf(value) ?? {} })
      } else document.skipped++
    }
  }
}

/** A browser applies these two to the main document only; inside iframes they are left as they came. */
const readScroll = (document: ReplayDocument, node: ReplayNode): void => {
  if (node.rootId !== undefined && node.rootId !== document.root.id) return
  const x = numberOf(node.attributes.get('rr_scrollLeft')) ?? 0
  const y = numberOf(node.attributes.get('rr_scrollTop')) ?? 0
  node.attributes.delete('rr_scrollLeft')
  node.attributes.delete('rr_scrollTop')
  if (x !== 0 || y !== 0) node.scroll = { x, y }
}
