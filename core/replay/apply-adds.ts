// Nodes that came. A recorder may name one before its parent or its next sibling: it then waits for them.
import { REPLAY_MAX_WAITING_DOCUMENTS } from '../limits.ts'
import { childrenOf, isStyle, type ReplayDocument, type ReplayNode, remove } from './document-model.ts'
import { place, placeChildren, readNode } from './load-node.ts'
import { idOf, type Json, numberOf, recordOf } from './read-json.ts'
import { NODE } from './recording-format.ts'
import { forgetSheet, unfoldStyleText } from './style-text.ts'

type Add = { parentId: number; nextId: number | undefined; previousId: number | undefined; node: Json }

export const applyAdds = (document: ReplayDocument, items: readonly unknown[], at: number): void => {
  const ready: Add[] = []
  const waiting = new Map<number, Add[]>()
  const sort = (add: Add) => {
    const missing = missingFor(document, add)
    if (missing === undefined) ready.push(add)
    else if (!waiting.get(missing)?.push(add)) waiting.set(missing, [add])
  }
  const settle = () => {
    for (let add = ready.shift(); add; add = ready.shift()) {
      const id = addNode(document, add, at)
      if (id === undefined) continue
      attachWaiting(document, at)
      const released = waiting.get(id) ?? []
      waiting.delete(id)
      for (const next of released) sort(next)
    }
  }
  for (const item of items) {
    const add = readAdd(recordOf(item) ?? {})
    if (!add) document.skipped++
    else {
      sort(add)
      settle()
    }
  }
  for (const lost of [...waiting.values()].flat()) keepForLater(document, lost)
}

const readAdd = (item: Json): Add | undefined => {
  const parentId = idOf(item['parentId'])
  const node = recordOf(item['node'])
  const siblings = [item['nextId'], item['previousId']]
  const usable = siblings.every((id) => id === undefined || id === null || (numberOf(id) ?? -1) >= 0)
  if (parentId === undefined || !node || !usable) return undefined
  return { parentId, node, nextId: idOf(item['nextId']), previousId: idOf(item['previousId']) }
}

const missingFor = ({ nodes }: ReplayDocument, { parentId, nextId }: Add): number | undefined => {
  if (!nodes.has(parentId)) return parentId
  return nextId !== undefined && !nodes.has(nextId) ? nextId : undefined
}

/** The content of an iframe may come long before the iframe. Anything else without a parent is lost. */
const keepForLater = (document: ReplayDocument, { parentId, node }: Add): void => {
  const keep =
    node['type'] === NODE.document &&
    !document.nodes.has(parentId) &&
    document.waitingDocuments.size < REPLAY_MAX_WAITING_DOCUMENTS
  if (keep) document.waitingDocuments.set(parentId, node)
  else document.skipped++
}

const addNode = (document: ReplayDocument, add: Add, at: number): number | undefined => {
  const parent = document.nodes.get(add.parentId)
  const earlier = document.nodes.get(idOf(add.node['id']) ?? 0)
  if (!parent || (earlier && (earlier === document.root || isInside(parent, earlier)))) {
    document.skipped++
    return undefined
  }
  // Named again without having been removed: the recorder means this one.
  if (earlier) remove(document, earlier)
  if (parent.tagName === 'iframe') return attachContent(document, parent, add.node, at)
  const node = readNode(document, add.node, parent, at)
  const rootIsThere = node?.rootId === undefined || document.nodes.has(node.rootId)
  if (!node || !rootIsThere || !makeRoom(document, parent, node)) {
    document.skipped++
    return undefined
  }
  if (!place(document, node, parent, nextSibling(document, parent, node, add))) {
    document.skipped++
    return undefined
  }
  return node.id
}

/** Contents that came before their iframe: it may be there now, even inside another content. */
const attachWaiting = (document: ReplayDocument, at: number): void => {
  for (const [parentId, content] of document.waitingDocuments) {
    const parent = document.nodes.get(parentId)
    if (!parent) continue
    document.waitingDocuments.delete(parentId)
    if (parent.tagName === 'iframe') attachContent(document, parent, content, at)
    else document.skipped++
    attachWaiting(document, at)
    return
  }
}

const isInside = (node: ReplayNode, ancestor: ReplayNode): boolean => {
  for (let at: ReplayNode | undefined = node; at; at = at.parent) if (at === ancestor) return true
  return false
}

const attachContent = (
  document: ReplayDocument,
  iframe: ReplayNode,
  source: Json,
  at: number,
): number | undefined => {
  const content = readNode(document, source, iframe, at)
  if (content?.type !== NODE.document) {
    document.skipped++
    return undefined
  }
  for (const old of [...childrenOf(iframe)]) remove(document, old)
  if (!place(document, content, iframe, undefined)) {
    document.skipped++
    return undefined
  }
  placeChildren(document, content, source, at)
  return content.id
}

const nextSibling = (
  { nodes }: ReplayDocument,
  parent: ReplayNode,
  node: ReplayNode,
  { nextId, previousId }: Add,
): ReplayNode | undefined => {
  const isSibling = (other: ReplayNode | undefined) =>
    other !== undefined && other.parent === parent && other.inShadow === node.inShadow
  const previous = previousId === undefined ? undefined : nodes.get(previousId)
  if (previous && isSibling(previous) && previous.next) return previous.next
  const next = nextId === undefined ? undefined : nodes.get(nextId)
  return isSibling(next) ? next : undefined
}

/** What the new node replaces goes; false where no such node may stand. */
const makeRoom = (document: ReplayDocument, parent: ReplayNode, node: ReplayNode): boolean => {
  if (node.type === NODE.document) return false
  if (parent.type === NODE.document) {
    if (node.type !== NODE.doctype && node.type !== NODE.element) return node.type === NODE.comment
    for (const old of [...childrenOf(parent)]) if (old.type === node.type) remove(document, old)
    return true
  }
  if (parent.type !== NODE.element) return false
  if (node.type === NODE.text && parent.tagName === 'textarea') {
    for (const old of [...childrenOf(parent)]) if (old.type === NODE.text) remove(document, old)
    parent.attributes.delete('value')
  }
  if (isStyle(parent)) {
    // The first text node of a style element stands for the text that came with the element.
    if (parent.children.first) unfoldStyleText(parent)
    forgetSheet(document, parent)
  }
  return true
}
