// A mutation: nodes that went, nodes that came, texts and attributes that changed, in the order of the recorder.
import { idOf, type Json, listOf, numberOf, recordOf, textOf } from '../../../core/replay/read-json.ts'
import { NODE } from '../../../core/replay/recording-format.ts'
import { MAX_CSS_CHARS, MAX_ITEMS, MAX_TEXT_CHARS, MAX_WAITING_DOCUMENTS } from '../limits.ts'
import { applyAttributes } from './apply-attributes.ts'
import { buildDocument } from './build-document.ts'
import { append, type Builder, buildChildren, makeNode, placeFor } from './build-nodes.ts'
import { isDocument, isElement, isStyle, isText } from './known-nodes.ts'

/** Contents of frames that are not there yet, by the frame's id. */
export type WaitingDocuments = Map<number, Json>

type Add = { parentId: number; nextId: number | undefined; previousId: number | undefined; node: Json }

const SLICE_ITEMS = 500

export function* applyMutation(
  builder: Builder,
  data: Json,
  waiting: WaitingDocuments,
): Generator<undefined> {
  for (const item of listOf(data['removes']).slice(0, MAX_ITEMS)) removeNode(builder, recordOf(item) ?? {})
  yield* applyAdds(builder, listOf(data['adds']).slice(0, MAX_ITEMS), waiting)
  const texts = new Map(
    listOf(data['texts'])
      .slice(0, MAX_ITEMS)
      .map((item) => [recordOf(item)?.['id'], recordOf(item)?.['value']]),
  )
  for (const [id, value] of texts) setText(builder, id, value)
  for (const item of listOf(data['attributes']).slice(0, MAX_ITEMS)) {
    const change = recordOf(item) ?? {}
    const node = builder.known.node(idOf(change['id']))
    if (isElement(node)) applyAttributes(builder, node, recordOf(change['attributes']) ?? {})
    else builder.skip()
  }
}

const removeNode = ({ known, styles, skip }: Builder, item: Json): void => {
  const node = known.node(idOf(item['id']))
  // What went with its parent is named again; that is no fault.
  if (!node) return
  const parent = node.parentNode
  const told = parent && (parent.nodeType === 11 ? (parent as ShadowRoot).host : parent)
  if (!parent || !told || known.id(told) !== item['parentId']) {
    skip()
    return
  }
  if (isStyle(parent)) styles.touch(parent)
  known.forget(node)
  parent.removeChild(node)
}

const setText = ({ known, styles, skip }: Builder, id: unknown, value: unknown): void => {
  const node = known.node(idOf(id))
  const text = value === null ? '' : textOf(value)
  if (!isText(node) || text === undefined) {
    skip()
    return
  }
  const parent = node.parentNode
  if (isStyle(parent)) styles.setText(parent, node, text.slice(0, MAX_CSS_CHARS))
  else node.data = text.slice(0, MAX_TEXT_CHARS)
}

function* applyAdds(
  builder: Builder,
  items: readonly unknown[],
  documents: WaitingDocuments,
): Generator<undefined> {
  const { known } = builder
  const ready: Add[] = []
  const waiting = new Map<number, Add[]>()
  const sort = (add: Add) => {
    const { parentId, nextId } = add
    const missing = !known.node(parentId)
      ? parentId
      : nextId !== undefined && !known.node(nextId)
        ? nextId
        : undefined
    if (missing === undefined) ready.push(add)
    else if (!waiting.get(missing)?.push(add)) waiting.set(missing, [add])
  }
  let done = 0
  for (const item of items) {
    const add = readAdd(recordOf(item) ?? {})
    if (!add) {
      builder.skip()
      continue
    }
    sort(add)
    for (let next = ready.pop(); next; next = ready.pop()) {
      if (++done % SLICE_ITEMS === 0) yield undefined
      const id = yield* addNode(builder, next, documents)
      if (id === undefined) continue
      const released = waiting.get(id)
      waiting.delete(id)
      for (const other of released ?? []) sort(other)
    }
  }
  for (const { parentId, node } of [...waiting.values()].flat()) {
    const keep =
      node['type'] === NODE.document && !known.node(parentId) && documents.size < MAX_WAITING_DOCUMENTS
    if (keep) documents.set(parentId, node)
    else builder.skip()
  }
}

const readAdd = (item: Json): Add | undefined => {
  const parentId = idOf(item['parentId'])
  const node = recordOf(item['node'])
  const siblings = [item['nextId'], item['previousId']]
  const usable = siblings.every((id) => id === undefined || id === null || (numberOf(id) ?? -1) >= 0)
  if (parentId === undefined || !node || !usable) return undefined
  return { parentId, node, nextId: idOf(item['nextId']), previousId: idOf(item['previousId']) }
}

function* addNode(
  builder: Builder,
  add: Add,
  documents: WaitingDocuments,
): Generator<undefined, number | undefined> {
  const { known, styles, skip } = builder
  const { node: source } = add
  const parent = known.node(add.parentId)
  const earlier = known.node(idOf(source['id']))
  if (!parent || (earlier && (isDocument(earlier) || earlier.contains(parent)))) {
    skip()
    return undefined
  }
  // Named again without having been removed: the recorder means this one.
  if (earlier) {
    if (isStyle(earlier.parentNode)) styles.touch(earlier.parentNode)
    known.forget(earlier)
    earlier.parentNode?.removeChild(earlier)
  }
  if (isElement(parent) && parent.localName === 'iframe')
    return yield* attachContent(builder, parent as HTMLIFrameElement, source, documents)
  const rootId = idOf(source['rootId'])
  const owner = isDocument(parent) ? parent : parent.ownerDocument
  const place = placeFor(parent, source['isShadow'] === true)
  if (!owner || !place || (rootId !== undefined && !known.node(rootId)) || source['type'] === NODE.document) {
    skip()
    return undefined
  }
  makeRoom(builder, parent, source)
  const node = makeNode(builder, source, owner, parent)
  if (!node) return undefined
  if (isElement(node)) yield* buildChildren(builder, node, source)
  if (!append(place, node, nextSibling(builder, place, add))) {
    known.forget(node)
    skip()
    return undefined
  }
  const id = known.id(node)
  const content = id === undefined ? undefined : documents.get(id)
  if (content && id !== undefined && isElement(node) && node.localName === 'iframe') {
    documents.delete(id)
    yield* attachContent(builder, node as HTMLIFrameElement, content, documents)
  }
  return id
}

function* attachContent(
  builder: Builder,
  frame: HTMLIFrameElement,
  source: Json,
  documents: WaitingDocuments,
): Generator<undefined, number | undefined> {
  if (frame.contentDocument) builder.known.forget(frame.contentDocument)
  const content = yield* buildDocument(builder, frame, source)
  if (!content) return undefined
  for (const [id, inner] of documents) {
    const host = builder.known.node(id)
    if (!isElement(host) || host.localName !== 'iframe') continue
    documents.delete(id)
    yield* attachContent(builder, host as HTMLIFrameElement, inner, documents)
  }
  return builder.known.id(content)
}

const nextSibling = ({ known }: Builder, place: Node, { nextId, previousId }: Add): Node | null => {
  const previous = known.node(previousId)
  if (previous?.parentNode === place && previous.nextSibling) return previous.nextSibling
  const next = known.node(nextId)
  return next?.parentNode === place ? next : null
}

/** What the new node replaces goes: a document has one root, and the text of a field is one. */
const makeRoom = ({ known, styles }: Builder, parent: Node, source: Json): void => {
  const remove = (old: Node) => {
    known.forget(old)
    parent.removeChild(old)
  }
  if (isDocument(parent)) {
    const type = source['type'] === NODE.doctype ? 10 : source['type'] === NODE.element ? 1 : 0
    for (const old of [...parent.childNodes]) if (old.nodeType === type) remove(old)
  } else if (source['type'] === NODE.text && isElement(parent) && parent.localName === 'textarea') {
    for (const old of [...parent.childNodes]) if (isText(old)) remove(old)
  } else if (isStyle(parent)) styles.touch(parent)
}
