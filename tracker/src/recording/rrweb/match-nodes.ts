// Finds in what a page put in place of old nodes the same nodes again, so that only their differences are recorded.
import type { Change, NodeIds } from './node-ids.ts'

/** What has a state that no attribute tells, or contents of its own: it is recorded anew. */
const STATEFUL =
  /^(?:input|textarea|select|option|iframe|frame|object|embed|canvas|video|audio|style|link|script|template|noscript|slot|dialog|.*-.*)$/

export type Matches = {
  /** The old node and the new one that takes its id. */
  pairs: [Node, Node][]
  changes: Change[]
}

export type Matching = {
  ids: NodeIds
  /** Whether its recorded state is not what it looks like now. */
  isDirty: (node: Node) => boolean
  /** Whether nodes may take part that are recorded already: rows that changed their places. */
  withMoved: boolean
}

/** Adds to the matches, and takes back what it added where the two are not alike. */
export const matchNodes = (old: Node, now: Node, how: Matching, found: Matches): boolean => {
  const { pairs, changes } = found
  const [pairCount, changeCount] = [pairs.length, changes.length]
  if (isAlike(old, now, how, found)) return true
  pairs.length = pairCount
  changes.length = changeCount
  return false
}

const isAlike = (old: Node, now: Node, how: Matching, found: Matches): boolean => {
  const { ids, isDirty, withMoved } = how
  if (old === now || old.nodeType !== now.nodeType || old.nodeName !== now.nodeName) return false
  if (ids.of(old) <= 0 || (!withMoved && ids.of(now) !== -1)) return false
  if (isDirty(old) || isDirty(now)) return false
  found.pairs.push([old, now])
  if (old instanceof Text && now instanceof Text) {
    if (old.data !== now.data)
      found.changes.push({ type: 'characterData', target: now, oldValue: old.data, ...NOTHING })
    return true
  }
  if (!(old instanceof Element && now instanceof Element)) return false
  if (old.namespaceURI !== now.namespaceURI || STATEFUL.test(old.localName)) return false
  if (old.shadowRoot || now.shadowRoot || ids.isHeld(old) || ids.isHeld(now)) return false
  matchAttributes(old, now, found.changes)
  return matchChildren(old, now, how, found)
}

const NOTHING = { addedNodes: [] as Node[], removedNodes: [] as Node[], attributeName: null }

const matchAttributes = (old: Element, now: Element, changes: Change[]) => {
  let told = 0
  const tell = (attributeName: string, oldValue: string | null) => {
    told++
    changes.push({ ...NOTHING, type: 'attributes', target: now, attributeName, oldValue })
  }
  for (const { name, value } of now.attributes) {
    const before = old.getAttribute(name)
    if (before !== value) tell(name, before)
  }
  if (old.attributes.length === now.attributes.length && told === 0) return
  for (const { name, value } of old.attributes) if (!now.hasAttribute(name)) tell(name, value)
}

/** Comments are not recorded. */
const recordable = (parent: Node) => [...parent.childNodes].filter(({ nodeType }) => nodeType !== 8)

const matchChildren = (old: Element, now: Element, how: Matching, found: Matches): boolean => {
  if (!old.firstChild && !now.firstChild) return true
  const removedNodes: Node[] = []
  const addedNodes: Node[] = []
  const before = recordable(old)
  const after = recordable(now)
  const matched = matchRuns(before, after, how, found, removedNodes, addedNodes)
  // Two that have nothing in common but their names are two.
  if (matched === 0 && before.length > 0 && after.length > 0) return false
  const list = { type: 'childList', target: now, oldValue: null } as const
  if (removedNodes.length > 0) found.changes.push({ ...NOTHING, ...list, removedNodes })
  if (addedNodes.length > 0) found.changes.push({ ...NOTHING, ...list, addedNodes })
  return true
}

/** Pairs from the front, and where the lengths differ what is equal at the end; returns how many found their like. */
export const matchRuns = (
  old: readonly Node[],
  now: readonly Node[],
  how: Matching,
  found: Matches,
  removed: Node[],
  added: Node[],
): number => {
  let front = 0
  let back = 0
  const shorter = Math.min(old.length, now.length)
  if (old.length !== now.length) {
    const isEqual = (a: number, b: number) => (old[a] as Node).isEqualNode(now[b] as Node)
    while (front < shorter && isEqual(front, front)) front++
    while (back < shorter - front && isEqual(old.length - 1 - back, now.length - 1 - back)) back++
  } else front = shorter
  let matched = 0
  const pair = (left: Node | undefined, right: Node | undefined) => {
    if (left && right && matchNodes(left, right, how, found)) matched++
    else {
      if (left) removed.push(left)
      if (right) added.push(right)
    }
  }
  for (let at = 0; at < front; at++) pair(old[at], now[at])
  const [oldEnd, nowEnd] = [old.length - back, now.length - back]
  for (let at = front; at < Math.max(oldEnd, nowEnd); at++) {
    pair(at < oldEnd ? old[at] : undefined, at < nowEnd ? now[at] : undefined)
  }
  for (let at = 0; at < back; at++) pair(old[oldEnd + at], now[nowEnd + at])
  return matched
}
