// The parts of a large document that a snapshot leaves out, and brings one after the other when the page is idle.
import { SLICE_NODES, SNAPSHOT_NODES } from '../limits.ts'
import { reportAdded } from './gather.ts'
import type { NodeIds } from './node-ids.ts'

export type Deferred = {
  /** A snapshot begins: what an earlier one left out is in this one, or left out again. */
  begin: () => void
  end: () => void
  /** Asked for each child; once a snapshot has enough, all that follow are left for later. */
  isLater: (parent: Node, child: Node) => boolean
  /** Records some more; false when nothing is left. */
  next: () => boolean
}

const sizeOf = (node: Node): number =>
  1 + (node.nodeType === 1 ? (node as Element).getElementsByTagName('*').length * 2 : 0)

export const deferNodes = (ids: NodeIds): Deferred => {
  let waiting: { parent: Node; child: Node }[] = []
  /** Nodes that the running snapshot may still record. */
  let room = 0
  let isSnapshot = false

  const unrecordedFrom = ({ parent, child }: { parent: Node; child: Node }): Node | null => {
    // It may have gone or moved since.
    let node = child.parentNode === parent ? child : parent.firstChild
    while (node && ids.of(node) !== -1) node = node.nextSibling
    return node
  }

  return {
    begin: () => {
      waiting = []
      room = SNAPSHOT_NODES
      isSnapshot = true
    },
    end: () => {
      isSnapshot = false
    },
    isLater: (parent, child) => {
      if (!isSnapshot || room-- > 0) return false
      // Without styles, or with half a field, nothing looks right.
      if (/^(?:#document|HTML|HEAD|STYLE|SELECT|TEXTAREA)$/.test(parent.nodeName)) return false
      waiting.push({ parent, child })
      return true
    },
    next: () => {
      const entry = waiting[0]
      if (!entry) return false
      const added: Node[] = []
      let node = entry.parent.isConnected ? unrecordedFrom(entry) : null
      for (let nodes = 0; node && nodes < SLICE_NODES; node = node.nextSibling) {
        if (ids.of(node) !== -1) continue
        added.push(node)
        nodes += sizeOf(node)
      }
      if (node) entry.child = node
      else waiting.shift()
      if (added.length > 0) reportAdded(entry.parent, added)
      return waiting.length > 0
    },
  }
}
