// Divides an event that is too long for a batch into several of the same moment that together say the same.
import { type Add, EVENT, type Mutation, type NodeJson, type Recorded, SOURCE } from './format.ts'

/** Levels that stay in a snapshot whatever they weigh: document, html, and head or body. */
const KEPT_DEPTH = 2

/** About how many characters it has as JSON; exact where nothing needs an escape. */
export const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length + 2
  if (value === null || typeof value !== 'object') return value === undefined ? 0 : 6
  let size = 2
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item) + 1
  else {
    for (const name in value) {
      const inner = (value as Record<string, unknown>)[name]
      if (inner !== undefined) size += name.length + 4 + sizeOf(inner)
    }
  }
  return size
}

export const splitEvent = (event: Recorded, maxChars: number): Recorded[] => {
  const { type, data } = event
  const isMutation = type === EVENT.incremental && data['source'] === SOURCE.mutation
  if ((type !== EVENT.fullSnapshot && !isMutation) || sizeOf(data) <= maxChars) return [event]
  if (isMutation) return splitMutation(event, data as unknown as Mutation, maxChars)
  const { kept, adds } = takeOut(data['node'] as NodeJson, maxChars)
  return [{ ...event, data: { ...data, node: kept } }, ...toMutations(event, adds, maxChars)]
}

const splitMutation = (event: Recorded, data: Mutation, maxChars: number): Recorded[] => {
  const step = (part: Partial<Mutation>): Recorded => ({
    ...event,
    data: { source: 0, texts: [], attributes: [], removes: [], adds: [], ...part },
  })
  // The document of an iframe comes as one, as a snapshot does.
  if (data.isAttachIframe) {
    return data.adds.flatMap(({ node, ...place }) => {
      const { kept, adds } = takeOut(node, maxChars)
      return [
        step({ adds: [{ ...place, node: kept }], isAttachIframe: true }),
        ...toMutations(event, adds, maxChars),
      ]
    })
  }
  return [
    ...(data.removes.length > 0 ? [step({ removes: data.removes })] : []),
    ...toMutations(event, data.adds, maxChars),
    ...inPieces(data.texts, maxChars).map((texts) => step({ texts })),
    ...inPieces(data.attributes, maxChars).map((attributes) => step({ attributes })),
  ]
}

const toMutations = (event: Recorded, adds: readonly Add[], maxChars: number): Recorded[] =>
  inPieces(adds, maxChars).map((piece) => ({
    type: EVENT.incremental,
    timestamp: event.timestamp,
    data: { source: SOURCE.mutation, texts: [], attributes: [], removes: [], adds: piece },
  }))

/** Never an empty piece, and one that is too long only if its single item is. */
const inPieces = <T>(items: readonly T[], maxChars: number): T[][] => {
  const pieces: T[][] = []
  let room = 0
  for (const item of items) {
    const size = sizeOf(item) + 1
    if (size > room || pieces.length === 0) {
      pieces.push([])
      room = maxChars - 200
    }
    pieces.at(-1)?.push(item)
    room -= size
  }
  return pieces
}

/** As much as there is room for stays; what is behind it is added node by node, each at the end of its parent. */
const takeOut = (root: NodeJson, maxChars: number): { kept: NodeJson; adds: Add[] } => {
  const adds: Add[] = []
  let room = maxChars - 200
  const withoutChildren = (node: NodeJson): NodeJson => (node.childNodes ? { ...node, childNodes: [] } : node)
  const add = (parentId: number, node: NodeJson) => {
    adds.push({ parentId, nextId: null, node: withoutChildren(node) })
    for (const child of node.childNodes ?? []) add(node.id, child)
  }
  const keep = (node: NodeJson, depth: number): NodeJson => {
    if (!node.childNodes) return node
    const childNodes: NodeJson[] = []
    for (const child of node.childNodes) {
      const size = sizeOf(withoutChildren(child))
      if (room < size && depth >= KEPT_DEPTH) {
        room = 0
        add(node.id, child)
      } else {
        room -= size
        childNodes.push(keep(child, depth + 1))
      }
    }
    return { ...node, childNodes }
  }
  return { kept: keep(root, 0), adds }
}
