// A recorded document while it is folded: nodes by id, in linked lists, so that a step costs what it changes.
import { REPLAY_MAX_DEPTH, REPLAY_MAX_DOCUMENT_CHARS, REPLAY_MAX_NODES } from '../limits.ts'
import { type AdoptedSheets, emptyAdoptedSheets, forgetHost } from './adopted-sheets.ts'
import type { Json } from './read-json.ts'
import { NODE } from './recording-format.ts'
import type { SheetOperations } from './sheet-operations.ts'

export type AttributeValue = string | number | boolean

export type ChildList = { first: ReplayNode | undefined; last: ReplayNode | undefined }

/** The content document of an iframe is its only child. */
export type ReplayNode = {
  readonly id: number
  readonly type: number
  readonly depth: number
  readonly rootId: number | undefined
  /** Empty unless it is an element. */
  readonly tagName: string
  /** What else the recorder said of it: SVG, custom element, names of a doctype, mode of a document. */
  readonly facts: Json
  parent: ReplayNode | undefined
  previous: ReplayNode | undefined
  next: ReplayNode | undefined
  inShadow: boolean
  attributes: Map<string, AttributeValue>
  text: string
  children: ChildList
  /** There when the element is a shadow host. */
  shadow: ChildList | undefined
  /** Single properties set on `style` since it was last set whole: only a browser can merge the two. */
  style: Map<string, unknown>
  /** What scripts did to the sheet of a style element since its text was last set. */
  sheet: SheetOperations | undefined
  scroll: { x: number; y: number } | undefined
  /** When the position of a medium was last told. */
  mediaAt: number
  /** The last drawing on a canvas: drawings cannot be folded, the newest is repeated. */
  drawing: Json | undefined
  /** Characters charged for it. */
  weight: number
}

export type ReplayDocument = {
  root: ReplayNode
  meta: { href: string; width: number; height: number }
  nodes: Map<number, ReplayNode>
  /** Contents of iframes that are not there yet, by the iframe's id. */
  waitingDocuments: Map<number, Json>
  inputs: Map<number, { text: string; isChecked: boolean }>
  adopted: AdoptedSheets
  fonts: Map<string, Json>
  pointer: { x: number; y: number; id: number } | undefined
  offset: { top: number; left: number }
  weight: number
  /** Steps that could not be applied: to unknown nodes, malformed, or beyond a limit. */
  skipped: number
}

export const emptyList = (): ChildList => ({ first: undefined, last: undefined })

export const newNode = (
  parts: Pick<ReplayNode, 'id' | 'type' | 'depth' | 'rootId' | 'tagName' | 'facts' | 'inShadow'>,
): ReplayNode => ({
  ...parts,
  parent: undefined,
  previous: undefined,
  next: undefined,
  attributes: new Map(),
  text: '',
  children: emptyList(),
  shadow: undefined,
  style: new Map(),
  sheet: undefined,
  scroll: undefined,
  mediaAt: 0,
  drawing: undefined,
  weight: 0,
})

export const newDocument = (
  root: ReplayNode,
  meta: ReplayDocument['meta'],
  offset: ReplayDocument['offset'],
): ReplayDocument => ({
  root,
  meta,
  nodes: new Map([[root.id, root]]),
  waitingDocuments: new Map(),
  inputs: new Map(),
  adopted: emptyAdoptedSheets(),
  fonts: new Map(),
  pointer: undefined,
  offset,
  weight: 0,
  skipped: 0,
})

/** False, and nothing charged, when the document would outgrow its limit. */
export const charge = (document: ReplayDocument, chars: number, node?: ReplayNode): boolean => {
  if (chars > 0 && document.weight + chars > REPLAY_MAX_DOCUMENT_CHARS) return false
  document.weight += chars
  if (node) node.weight += chars
  return true
}

export const hasRoom = (document: ReplayDocument, depth: number): boolean =>
  document.nodes.size < REPLAY_MAX_NODES && depth <= REPLAY_MAX_DEPTH

/** Before `next`, or at the end. */
export const insert = (parent: ReplayNode, node: ReplayNode, next: ReplayNode | undefined): void => {
  if (node.inShadow) parent.shadow ??= emptyList()
  const list = node.inShadow && parent.shadow ? parent.shadow : parent.children
  node.parent = parent
  node.next = next
  node.previous = next ? next.previous : list.last
  if (node.previous) node.previous.next = node
  else list.first = node
  if (next) next.previous = node
  else list.last = node
}

/** Out of the document, with everything below it. */
export const remove = (document: ReplayDocument, node: ReplayNode): void => {
  const { parent } = node
  if (!parent) return
  const list = node.inShadow && parent.shadow ? parent.shadow : parent.children
  if (node.previous) node.previous.next = node.next
  else list.first = node.next
  if (node.next) node.next.previous = node.previous
  else list.last = node.previous
  node.parent = undefined
  for (const gone of [...descendants(node)]) forget(document, gone)
}

const forget = (document: ReplayDocument, node: ReplayNode): void => {
  document.nodes.delete(node.id)
  document.inputs.delete(node.id)
  forgetHost(document.adopted, node.id, document.root.id)
  document.weight -= node.weight
}

export function* childrenOf(node: ReplayNode): Generator<ReplayNode> {
  for (let child = node.children.first; child; child = child.next) yield child
  for (let child = node.shadow?.first; child; child = child.next) yield child
}

/** The node itself, then all below it, in the order of the document. */
export function* descendants(node: ReplayNode): Generator<ReplayNode> {
  const waiting = [node]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    yield at
    waiting.push(...[...childrenOf(at)].reverse())
  }
}

export const isStyle = (node: ReplayNode | undefined): boolean => node?.tagName === 'style'

export const isIframeContent = (node: ReplayNode): boolean =>
  node.type === NODE.document && node.parent !== undefined
