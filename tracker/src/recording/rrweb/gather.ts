// The observer that rrweb observes with: it gathers mutations for a moment, and hands on what they did together.
import { adoptAgain } from './adopters.ts'
import { native } from './native.ts'
import type { Change, NodeIds } from './node-ids.ts'
import { readValues, type Values } from './read-values.ts'
import { type Gathered, reduceChanges } from './reduce-changes.ts'

export type Gatherer = {
  ids: NodeIds
  /** Sees to it that `flushChanges` is called soon. */
  soon: () => void
  /** Told of each callback of the browser: how many mutations, and whether they count. */
  mutated: (count: number) => void
  isPaused: () => boolean
  /** Told of texts and attributes that have changed, as they are now. */
  tell: (values: Values) => void
  /** Told of style elements whose text has changed. */
  restyled: (style: HTMLStyleElement) => void
  /** Runs what the browser calls: timed, and without a fault that leaves it. */
  run: (act: () => void) => void
}

type Callback = (changes: Change[], observer: unknown) => void

let gatherer: Gatherer | undefined
let live: GatheringObserver[] = []
let gathered: Gathered<GatheringObserver>[] = []
let isFlushing = false

export const gatherFor = (to: Gatherer | undefined) => {
  gatherer = to
  gathered = []
  if (!to) live = []
}

export class GatheringObserver {
  readonly callback: Callback
  readonly observer: MutationObserver
  root: Node | undefined
  constructor(callback: Callback) {
    this.callback = callback
    this.observer = new (native('MutationObserver'))((records) =>
      gatherer?.run(() => {
        // Compared now, while what was taken out still looks as it was recorded.
        if (this.take(records)) flushChanges()
        else if (gathered.length > 0) gatherer?.soon()
      }),
    )
  }
  observe(root: Node, options: MutationObserverInit) {
    this.root = root
    live.push(this)
    this.observer.observe(root, options)
  }
  disconnect() {
    this.observer.disconnect()
    live = live.filter((other) => other !== this)
  }
  /** Whether something went that is recorded. */
  take(records: MutationRecord[]): boolean {
    if (!gatherer || records.length === 0) return false
    gatherer.mutated(records.length)
    if (gatherer.isPaused()) return false
    let isGone = false
    for (const change of records) {
      gathered.push({ sink: this, change })
      if (!isGone && change.removedNodes.length > 0) {
        for (const node of change.removedNodes) if (gatherer.ids.of(node) > 0) isGone = true
      }
    }
    return isGone
  }
}

const takeAll = () => {
  for (const observer of live) observer.take(observer.observer.takeRecords())
}

/** What was gathered and what the browser has not yet delivered, to rrweb. */
export const flushChanges = () => {
  if (!gatherer || isFlushing) return
  isFlushing = true
  try {
    takeAll()
    if (gathered.length === 0) return
    const styles = new Set<HTMLStyleElement>()
    const { lists, values } = reduceChanges(gathered, gatherer.ids, styles)
    gathered = []
    const moved = new Set<Node>()
    const bySink = new Map<GatheringObserver, Change[]>()
    const hand = ({ sink, change }: Gathered<GatheringObserver>) => {
      const own = bySink.get(sink)
      if (own) own.push(change)
      else bySink.set(sink, [change])
    }
    for (const entry of lists) {
      for (const node of entry.change.addedNodes) if (gatherer.ids.of(node) > 0) moved.add(node)
      hand(entry)
    }
    const { read, left } = readValues(values)
    for (const entry of left) hand(entry)
    for (const observer of [...live]) {
      const own = bySink.get(observer)
      if (own) observer.callback(own, observer)
    }
    gatherer.tell(read)
    adoptAgain(moved)
    for (const style of styles) if (style.isConnected) gatherer.restyled(style)
  } finally {
    isFlushing = false
  }
}

/** Before something is told of this node, it must be known itself. */
export const flushFor = (node: Node) => {
  if (gatherer?.ids.of(node) === -1) flushChanges()
}

/** A snapshot shows what they did. */
export const forgetChanges = () => {
  for (const { observer } of live) observer.takeRecords()
  gathered = []
}

/** As if these nodes had just been put there: for nodes that are there but not recorded yet. */
export const reportAdded = (target: Node, addedNodes: Node[]) => {
  const root = target.getRootNode()
  const observer = live.find((one) => one.root === root)
  const change = {
    type: 'childList',
    target,
    addedNodes,
    removedNodes: [],
    attributeName: null,
    oldValue: null,
  } as const
  observer?.callback([change], observer)
}
