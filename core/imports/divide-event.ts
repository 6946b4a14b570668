// Divides a picture or a change that is too large for a batch into several of the same moment that say the same.
import { type Json, listOf, recordOf } from '../replay/read-json.ts'
import { EVENT, type ReplayEvent, SOURCE } from '../replay/recording-format.ts'
import { utf8Length } from '../text/utf8-length.ts'

type Add = { parentId: unknown; nextId: null; node: Json }

export const sizeOf = (value: unknown): number => utf8Length(JSON.stringify(value) ?? '')

/** What cannot be divided stays as it is, however large. */
export const divideEvent = (event: ReplayEvent, maxBytes: number): ReplayEvent[] => {
  const data = recordOf(event.data)
  if (!data || sizeOf(event) <= maxBytes) return [event]
  if (event.type === EVENT.fullSnapshot) {
    const { kept, adds } = takeOut(recordOf(data['node']) ?? {}, maxBytes / 2)
    return [{ ...event, data: { ...data, node: kept } }, ...asSteps(event, adds, maxBytes)]
  }
  if (event.type !== EVENT.incremental || data['source'] !== SOURCE.mutation) return [event]
  const step = (part: Json): ReplayEvent => ({ ...event, data: { ...EMPTY, ...part } })
  // The document of an iframe comes whole, as a page does; all other nodes are added one by one.
  if (data['isAttachIframe'] === true)
    return listOf(data['adds']).flatMap((given) => {
      const add = recordOf(given) ?? {}
      const { kept, adds } = takeOut(recordOf(add['node']) ?? {}, maxBytes / 2)
      return [
        step({ adds: [{ ...add, node: kept }], isAttachIframe: true }),
        ...asSteps(event, adds, maxBytes),
      ]
    })
  return [
    ...(listOf(data['removes']).length > 0 ? [step({ removes: data['removes'] })] : []),
    ...asSteps(event, listOf(data['adds']), maxBytes),
    ...inPieces(listOf(data['texts']), maxBytes).map((texts) => step({ texts })),
    ...inPieces(listOf(data['attributes']), maxBytes).map((attributes) => step({ attributes })),
  ]
}

/** Levels of a document that stay whatever they weigh: the document, html, and head or body. */
const KEPT_DEPTH = 2

const EMPTY = { source: SOURCE.mutation, texts: [], attributes: [], removes: [], adds: [] }

const asSteps = ({ timestamp }: ReplayEvent, adds: readonly unknown[], maxBytes: number): ReplayEvent[] =>
  inPieces(adds, maxBytes).map((piece) => ({
    type: EVENT.incremental,
    timestamp,
    data: { ...EMPTY, adds: piece },
  }))

/** Bytes of an event beside what is in its lists. */
const ENVELOPE_BYTES = 300

/** Never an empty piece, and one that is too large only if its single item is. */
const inPieces = <T>(items: readonly T[], maxBytes: number): T[][] => {
  const pieces: T[][] = []
  let room = 0
  for (const item of items) {
    const size = sizeOf(item) + 1
    if (size > room || pieces.length === 0) {
      pieces.push([])
      room = maxBytes - ENVELOPE_BYTES
    }
    pieces.at(-1)?.push(item)
    room -= size
  }
  return pieces
}

/** As much as there is room for stays; what is behind it is added node by node, each at the end of its parent. */
const takeOut = (root: Json, roomBytes: number): { kept: Json; adds: Add[] } => {
  const adds: Add[] = []
  let room = roomBytes
  const childrenOf = (node: Json): Json[] =>
    listOf(node['childNodes']).flatMap((one): Json[] => {
      const record = recordOf(one)
      return record ? [record] : []
    })
  const alone = (node: Json): Json => (node['childNodes'] ? { ...node, childNodes: [] } : node)
  const add = (parentId: unknown, node: Json): void => {
    adds.push({ parentId, nextId: null, node: alone(node) })
    for (const child of childrenOf(node)) add(node['id'], child)
  }
  const keep = (node: Json, depth: number): Json => {
    if (!node['childNodes']) return node
    const childNodes: Json[] = []
    for (const child of childrenOf(node)) {
      const size = sizeOf(alone(child))
      if (room < size && depth >= KEPT_DEPTH) {
        room = 0
        add(node['id'], child)
      } else {
        room -= size
        childNodes.push(keep(child, depth + 1))
      }
    }
    return { ...node, childNodes }
  }
  return { kept: keep(root, 0), adds }
}
