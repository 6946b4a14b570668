// By which ids nodes are known in the recording, and how a new node takes the id of an old one.

/** A mutation as the recorder reads it: the browser's own, or one that says the same in fewer. */
export type Change = Pick<MutationRecord, 'type' | 'target' | 'attributeName' | 'oldValue'> & {
  addedNodes: ArrayLike<Node> & Iterable<Node>
  removedNodes: ArrayLike<Node> & Iterable<Node>
  previousSibling?: Node | null
}

export type NodeIds = {
  /** Above zero if it is recorded, −2 if it never will be, else −1. */
  of: (node: Node) => number
  /** Whether something is recorded of it that a new node would not have: what was entered, how far it is scrolled. */
  isHeld: (element: Element) => boolean
  /** All at once, since nodes may change their places among each other. */
  give: (pairs: readonly [old: Node, now: Node][]) => void
}

/** What is used of rrweb's mirror. */
export type Mirror = {
  getId: (node: Node | null) => number
  getNode: (id: number) => Node | null
  getMeta: (node: Node) => { id: number } | null
  getIds: () => number[]
  removeNodeFromMap: (node: Node) => void
  add: (node: Node, meta: never) => void
  nodeMetaMap: WeakMap<Node, unknown>
}

export const nodeIds = (mirror: Mirror, isHeld: (element: Element) => boolean): NodeIds => ({
  // A shadow root is recorded as its host.
  of: (node) => mirror.getId(node.nodeType === 11 && 'host' in node ? (node.host as Node) : node),
  isHeld,
  give: (pairs) => {
    const metas = pairs.map(([old]) => mirror.getMeta(old))
    for (const [old] of pairs) mirror.nodeMetaMap.delete(old)
    pairs.forEach(([, now], index) => {
      const meta = metas[index]
      if (meta) mirror.add(now, meta as never)
    })
  },
})
