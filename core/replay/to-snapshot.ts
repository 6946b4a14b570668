// A folded document as a recorder would have recorded it at this moment: a full snapshot, and the events that bring
// what a snapshot cannot hold (contents of iframes, constructed sheets, fields that were touched).
import { replayedAdoptions } from './adopted-sheets.ts'
import { mediaTimeAt } from './apply-state.ts'
import type { ReplayDocument, ReplayNode } from './document-model.ts'
import { childrenOf, descendants, isIframeContent, isStyle } from './document-model.ts'
import type { Json } from './read-json.ts'
import { EVENT, NODE, type ReplayEvent, SOURCE } from './recording-format.ts'
import { replayedSteps } from './sheet-operations.ts'

export const toSnapshot = (document: ReplayDocument, at: number): ReplayEvent[] => {
  const { root, meta, offset } = document
  const nodes = [...descendants(root)]
  const main = serialize(document, root, at)
  return [
    { type: EVENT.meta, timestamp: at, data: meta },
    { type: EVENT.fullSnapshot, timestamp: at, data: { node: main, initialOffset: offset } },
    ...[
      ...iframeContents(document, nodes, at),
      ...replayedAdoptions(document.adopted),
      ...nodes.flatMap(({ id, sheet }) => (sheet ? replayedSteps(sheet, { id }) : [])),
      ...styleProperties(nodes),
      ...[...document.inputs].map(([id, input]) => ({ source: SOURCE.input, id, ...input })),
      ...nodes.flatMap((node) => nestedScroll(document, node)),
      ...document.fonts.values(),
      ...nodes.flatMap(({ drawing }) => drawing ?? []),
      ...pointerPosition(document),
    ].map((data) => ({ type: EVENT.incremental, timestamp: at, data })),
  ]
}

const mutation = (parts: Json): Json => ({
  source: SOURCE.mutation,
  texts: [],
  attributes: [],
  removes: [],
  adds: [],
  ...parts,
})

const iframeContents = (document: ReplayDocument, nodes: ReplayNode[], at: number): Json[] => {
  const attach = (parentId: number, node: Json) =>
    mutation({ adds: [{ parentId, nextId: null, node }], isAttachIframe: true })
  return [
    ...nodes
      .filter(isIframeContent)
      .map((content) => attach(content.parent?.id ?? 0, serialize(document, content, at))),
    ...[...document.waitingDocuments].map(([parentId, node]) => attach(parentId, node)),
  ]
}

const styleProperties = (nodes: ReplayNode[]): Json[] => {
  const attributes = nodes
    .filter(({ style }) => style.size > 0)
    .map(({ id, style }) => ({ id, attributes: { style: Object.fromEntries(style) } }))
  return attributes.length > 0 ? [mutation({ attributes })] : []
}

const isInMain = (document: ReplayDocument, { rootId }: ReplayNode): boolean =>
  rootId === undefined || rootId === document.root.id

const nestedScroll = (document: ReplayDocument, node: ReplayNode): Json[] =>
  node.scroll && (!isInMain(document, node) || isIframeContent(node))
    ? [{ source: SOURCE.scroll, id: node.id, ...node.scroll }]
    : []

const pointerPosition = ({ pointer }: ReplayDocument): Json[] =>
  pointer ? [{ source: SOURCE.mouseMove, positions: [{ ...pointer, timeOffset: 0 }] }] : []

/** The node with all below it, without the contents of iframes. Depth is bounded by the model. */
const serialize = (document: ReplayDocument, node: ReplayNode, at: number): Json => {
  const own: Json = { type: node.type, id: node.id, ...node.facts }
  if (node.rootId !== undefined) own['rootId'] = node.rootId
  if (node.inShadow) own['isShadow'] = true
  if (node.type === NODE.element) {
    own['tagName'] = node.tagName
    own['attributes'] = attributesOf(document, node, at)
    if (node.shadow) own['isShadowHost'] = true
  }
  if (node.type >= NODE.text) {
    own['textContent'] = node.text
    // Makes a player adapt the text as it adapts sheets.
    if (node.parent && isStyle(node.parent) && node.text !== '') own['isStyle'] = true
  }
  if (node.type === NODE.element || node.type === NODE.document) {
    own['childNodes'] = [...childrenOf(node)]
      .filter((child) => !isIframeContent(child))
      .map((child) => serialize(document, child, at))
  }
  return own
}

const attributesOf = (document: ReplayDocument, node: ReplayNode, at: number): Json => {
  const attributes: Json = Object.fromEntries(node.attributes)
  if (node.scroll && isInMain(document, node)) {
    if (node.scroll.x !== 0) attributes['rr_scrollLeft'] = node.scroll.x
    if (node.scroll.y !== 0) attributes['rr_scrollTop'] = node.scroll.y
  }
  if (attributes['rr_mediaState'] === 'played') attributes['rr_mediaCurrentTime'] = mediaTimeAt(node, at)
  return attributes
}
