// In which order the children of a node stood before they were changed, and which of them need not have moved.

export type ListChange<N> = {
  addedNodes: Iterable<N>
  removedNodes: Iterable<N>
  previousSibling: N | null
}

/** Takes the changes back, the last first. Undefined where they do not fit together. */
export const childrenBefore = <N extends object>(
  children: Iterable<N>,
  changes: readonly ListChange<N>[],
): N[] | undefined => {
  /** `null` is the place before the first and behind the last. */
  const next = new Map<N | null, N | null>()
  const previous = new Map<N | null, N | null>()
  const link = (left: N | null, right: N | null) => {
    next.set(left, right)
    previous.set(right, left)
  }
  let last: N | null = null
  for (const child of children) {
    link(last, child)
    last = child
  }
  link(last, null)

  for (let at = changes.length - 1; at >= 0; at--) {
    const { addedNodes, removedNodes, previousSibling } = changes[at] as ListChange<N>
    for (const node of addedNodes) {
      const left = previous.get(node)
      const right = next.get(node)
      if (left === undefined || right === undefined) return undefined
      link(left, right)
      next.delete(node)
      previous.delete(node)
    }
    let left: N | null = previousSibling
    const right = next.get(left)
    if (right === undefined) return undefined
    for (const node of removedNodes) {
      if (next.has(node)) return undefined
      link(left, node)
      left = node
    }
    link(left, right)
  }

  const before: N[] = []
  for (let node = next.get(null) ?? null; node; node = next.get(node) ?? null) before.push(node)
  return before
}

/** Indexes of a longest rising run: what stands there may stay where it is while the others move. */
export const longestRise = (values: readonly number[]): Set<number> => {
  /** For each length the index at which a run of it ends lowest, and for each index the one before it. */
  const ends: number[] = []
  const before: number[] = []
  values.forEach((value, index) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[ends[middle] as number] as number) < value) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (ends[low - 1] as number) : -1
    ends[low] = index
  })
  const kept = new Set<number>()
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) kept.add(index)
  return kept
}
