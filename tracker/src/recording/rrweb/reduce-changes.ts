// Says in few mutations what many did together: what came and went never was, the last value counts, nodes that were
// put back where they stood never moved, and nodes that replaced their like take their ids.
import { childrenBefore, longestRise } from './child-order.ts'
import { type Matches, type Matching, matchRuns } from './match-nodes.ts'
import type { Change, NodeIds } from './node-ids.ts'

export type Gathered<S> = { sink: S; change: Change }

/** Which nodes went and came, and then what became of those that were recorded before. */
export type Reduced<S> = { lists: Gathered<S>[]; values: Gathered<S>[] }

/** Children per changed child above which the order of all is not worth a look. */
const FEW = 64

/** Style elements whose text has changed are put into `styles`: their sheet tells what all their texts make together. */
export const reduceChanges = <S>(
  gathered: readonly Gathered<S>[],
  ids: NodeIds,
  styles: Set<HTMLStyleElement>,
): Reduced<S> => {
  const lists = new Map<Node, { sink: S; changes: Change[] }>()
  const values = new Map<Node, Map<string, Gathered<S>>>()
  for (const entry of gathered) {
    const { change, sink } = entry
    // What is not recorded yet will be recorded as it then is.
    if (ids.of(change.target) <= 0) continue
    const style = change.type === 'characterData' ? change.target.parentNode : change.target
    if (change.type !== 'attributes' && style?.nodeName === 'STYLE') {
      styles.add(style as HTMLStyleElement)
      continue
    }
    if (change.type === 'childList') {
      const list = lists.get(change.target)
      if (list) list.changes.push(change)
      else lists.set(change.target, { sink, changes: [change] })
      continue
    }
    const key = change.attributeName ?? ''
    const own = values.get(change.target)
    // The first knows the value from before.
    if (!own) values.set(change.target, new Map([[key, entry]]))
    else if (!own.has(key)) own.set(key, entry)
  }

  const removals: Gathered<S>[] = []
  const additions: Gathered<S>[] = []
  const differences: Gathered<S>[] = []
  const pairs: Matches['pairs'] = []
  const isDirty = (node: Node) => values.has(node) || lists.has(node)
  for (const [parent, { sink, changes }] of lists) {
    const net = netChange(parent, changes, { ids, isDirty, withMoved: false })
    if (!net) {
      additions.push(...changes.map((change) => ({ sink, change })))
      continue
    }
    for (const pair of net.pairs) pairs.push(pair)
    for (const change of net.changes) differences.push({ sink, change })
    const list = { ...NOTHING, target: parent }
    if (net.removed.length > 0) removals.push({ sink, change: { ...list, removedNodes: net.removed } })
    if (net.added.length > 0) additions.push({ sink, change: { ...list, addedNodes: net.added } })
  }
  ids.give(pairs)
  const isList = ({ change }: Gathered<S>) => change.type === 'childList'
  return {
    lists: [...removals, ...additions, ...differences.filter(isList)],
    values: [
      ...differences.filter((entry) => !isList(entry)),
      ...[...values.values()].flatMap((own) => [...own.values()]),
    ],
  }
}

const NOTHING = {
  type: 'childList',
  attributeName: null,
  oldValue: null,
  addedNodes: [] as Node[],
  removedNodes: [] as Node[],
} as const

type Net = Matches & { removed: Node[]; added: Node[] }

/** Undefined where the changes are best told as they are. */
const netChange = (parent: Node, changes: readonly Change[], how: Matching): Net | undefined => {
  // rrweb reads it by its text, whatever its nodes are.
  if (parent.nodeName === 'TEXTAREA') return undefined
  const wasThere = new Map<Node, boolean>()
  for (const { addedNodes, removedNodes } of changes) {
    for (const node of removedNodes) if (!wasThere.has(node)) wasThere.set(node, true)
    for (const node of addedNodes) if (!wasThere.has(node)) wasThere.set(node, false)
  }
  const gone: Node[] = []
  const come: Node[] = []
  const stayed: Node[] = []
  for (const [node, was] of wasThere) {
    const is = node.parentNode === parent
    const id = how.ids.of(node)
    if (id === -2 || (was && id < 0)) {
      if (is && id === -1) come.push(node)
    } else if (was) (is ? stayed : gone).push(node)
    else if (is) come.push(node)
  }
  if (stayed.length === 0 && (gone.length === 0 || come.length === 0)) return plain(gone, come)
  const touched = gone.length + come.length + stayed.length
  if (parent.childNodes.length > FEW * touched) return plain([...gone, ...stayed], [...come, ...stayed])
  const before = childrenBefore(parent.childNodes, changes as (Change & { previousSibling: Node | null })[])
  if (!before) return undefined
  return compare(
    before.filter((node) => how.ids.of(node) > 0),
    [...parent.childNodes].filter((node) => node.nodeType !== 8 && how.ids.of(node) !== -2),
    how,
  )
}

const plain = (removed: Node[], added: Node[]): Net => ({ pairs: [], changes: [], removed, added })

const compare = (before: Node[], now: Node[], how: Matching): Net => {
  const place = new Map(now.map((node, index) => [node, index]))
  const kept = before.filter((node) => place.has(node))
  const rise = longestRise(kept.map((node) => place.get(node) as number))
  const moved = kept.length - rise.size
  // Many rows in another order: their texts are less than they are.
  if (moved > 16 && moved * 8 > kept.length && before.length === now.length) {
    const shuffled = plain([], [])
    const olds = before.filter((node, index) => node !== now[index])
    const news = now.filter((node, index) => node !== before[index])
    matchRuns(olds, news, { ...how, withMoved: true }, shuffled, shuffled.removed, shuffled.added)
    if (shuffled.removed.length === 0 && shuffled.added.length === 0 && isClosed(shuffled, how.ids))
      return shuffled
  }
  const staying = new Set(kept.filter((_, index) => rise.has(index)))
  const net = plain([], [])
  let olds: Node[] = []
  let at = 0
  const matchRun = (end: Node | undefined) => {
    const news: Node[] = []
    for (; at < now.length && now[at] !== end; at++) {
      const node = now[at] as Node
      if (how.ids.of(node) > 0) net.added.push(node)
      else news.push(node)
    }
    at++
    matchRuns(olds, news, how, net, net.removed, net.added)
    olds = []
  }
  for (const node of before) {
    if (staying.has(node)) matchRun(node)
    else if (place.has(node)) net.removed.push(node)
    else olds.push(node)
  }
  matchRun(undefined)
  return net
}

/** Whether every recorded node that takes an id has also given its own to another. */
const isClosed = ({ pairs, changes }: Matches, ids: NodeIds): boolean => {
  const givers = new Set(pairs.map(([old]) => old))
  return (
    changes.every(({ type }) => type !== 'childList') &&
    pairs.every(([, now]) => givers.has(now) || ids.of(now) <= 0)
  )
}
