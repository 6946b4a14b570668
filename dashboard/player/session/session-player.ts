// Plays a session: one clock over all tabs, the page of the tab that is shown, and the segments it is read from.
// A jump loads the one segment that holds the moment; what follows is asked for while it plays.
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { PLAYING_SLICE_MS, SLICE_MS } from '../limits.ts'
import { isElement } from '../page/known-nodes.ts'
import { createPageView, type PageView } from '../page/page-view.ts'
import { createAssets } from '../page/receive-assets.ts'
import type { FrameMessage, FrameOptions, FrameReplay, HostMessage } from '../protocol.ts'
import { chooseTab, type TabChoice } from './active-tab.ts'
import { createBreathe } from './breathe.ts'
import { createClock } from './clock.ts'
import { createPointerLayer } from './pointer-layer.ts'
import { type QuietJump, quietJump } from './quiet.ts'
import type { SegmentContent } from './read-segment.ts'
import { readTree } from './read-tree.ts'
import { createSegmentStore } from './segment-store.ts'
import { createSegmentWants } from './segment-wants.ts'
import { createSources, type Source } from './sources.ts'
import { startOf } from './start-of.ts'

const TELL_MS = 100
/** Segments of the shown tab that are asked for ahead. */
const AHEAD = 2
/** How long before it is played a segment is unpacked. */
const UNPACK_MS = 10_000
/** How far ahead the next tab is looked for. */
const NEXT_TAB_MS = 30_000
/** A running session is played this far behind what came last. Its page sends every second: who is further behind than that jumps. */
const LIVE_BEHIND_MS = 400
const LIVE_TOO_FAR_MS = 1_200

export type Surroundings = {
  stage: HTMLElement
  send(message: FrameMessage): void
  /** The page has another size, or there is another page. */
  resize(viewport: { width: number; height: number } | undefined): number
  now(): number
  /** Before the next picture. */
  onFrame(work: () => void): () => void
}

/** Where in a tab's recording the page on the screen stands. */
type Position = { source: Source; content: SegmentContent; next: number }

export type SessionPlayer = { handle(message: HostMessage): void; stop(): void }

export const createSessionPlayer = (
  replay: FrameReplay,
  options: FrameOptions,
  { stage, send, resize, now, onFrame }: Surroundings,
): SessionPlayer => {
  const breathe = createBreathe(SLICE_MS)
  const clock = createClock()
  const sources = createSources(replay)
  const pointer = createPointerLayer(stage)
  const assets = createAssets()
  let manifest = replay
  /** Read anew while the live edge was played: nothing of it is needed until another moment is wanted. */
  let later: FrameReplay | undefined
  let activeTab: TabChoice = chooseTab(replay)
  let chosenTab: string | undefined = options.tabId ?? undefined
  let playing = options.playing
  let ended = false
  let skips = options.skipInactivity
  let atLiveEdge = false
  let isBuffering = false
  let view: PageView | undefined
  let shownTab: string | undefined
  let position: Position | undefined
  /** Counts jumps: work for an earlier one ends when it notices. */
  let jump = 0
  let isJumping = false
  let told = Number.NEGATIVE_INFINITY
  let leftOut = 0
  /** Of each segment, however often it was played. */
  let skippedBefore = 0
  const skippedOf = new Map<string, number>()
  let viewportTold = ''
  /** That nothing is to be seen was the last that was told of the picture. */
  let saidNothing = false
  let cancelFrame: (() => void) | undefined

  const store = createSegmentStore(breathe.maybe, () => new Set(position ? [position.source.name] : []))

  const tell = () => {
    told = now()
    send({
      kind: 'time',
      at: clock.at(),
      playing,
      ended,
      tabId: shownTab ?? null,
      following: chosenTab === undefined,
      speed: clock.speed,
      atLiveEdge,
    })
  }

  const buffer = (on: boolean) => {
    if (on === isBuffering) return
    isBuffering = on
    send({ kind: 'buffering', on })
  }

  const tabAt = (at: number): string | undefined => chosenTab ?? activeTab(at)

  const ahead = (): string[] => {
    const names: string[] = []
    let source = position?.source
    for (let count = clock.speed > 2 ? AHEAD + 1 : AHEAD; source && count > 0; count--) {
      source = sources.after(source)
      if (source && !source.live) names.push(source.name)
    }
    const soon = clock.at() + NEXT_TAB_MS * clock.speed
    const tab = tabAt(soon)
    const next = tab !== undefined && tab !== shownTab ? sources.at(tab, soon) : undefined
    if (next && !next.live) names.push(next.name)
    return names
  }

  const leaveOut = (events: number) => {
    if (events === 0) return
    leftOut += events
    send({ kind: 'left_out', events: leftOut })
  }

  const countSkipped = () => {
    if (!view || !position) return
    const { name } = position.source
    const more = view.skipped() - skippedBefore - (skippedOf.get(name) ?? 0)
    if (more <= 0) return
    skippedOf.set(name, more + (skippedOf.get(name) ?? 0))
    leaveOut(more)
  }

  const wants = createSegmentWants({ store, sources, send, ahead, leaveOut })

  // Showing a moment

  /** Applies the steps up to this moment; false when the work was overtaken by another jump. */
  const applyUntil = async (
    target: PageView,
    at: Position,
    until: number,
    mine: number,
  ): Promise<boolean> => {
    const { events } = at.content
    while (at.next < events.length && (events[at.next]?.timestamp ?? 0) <= until) {
      for (const _ of target.apply(events[at.next] as ReplayEvent)) {
        await breathe.maybe()
        if (jump !== mine) return false
      }
      at.next++
      if (breathe.isDue()) {
        await breathe.maybe()
        if (jump !== mine) return false
      }
    }
    return true
  }

  const present = (at: number) => {
    if (!view || !shownTab || !position) return
    view.settle(at, playing, clock.speed)
    tellViewport()
    drawPointer(at)
    countSkipped()
    const isSeen = view.hasPicture()
    const picture = isSeen ? (position.source.picture === 'none' ? 'whole' : position.source.picture) : 'none'
    saidNothing = !isSeen
    send({ kind: 'rendered', at, tabId: shownTab, picture })
  }

  const tellViewport = () => {
    const size = view?.viewport()
    const text = `${size?.width}x${size?.height}`
    if (text === viewportTold) return
    viewportTold = text
    pointer.scale(resize(size))
    if (size) send({ kind: 'viewport', ...size })
  }

  const drawPointer = (at: number) => {
    if (!view) return
    const place = pointer.render(at, position?.content.actions, view.known())
    view.hover(place?.id)
  }

  /** Shows this moment, from wherever it is nearest to. */
  const seek = async (at: number): Promise<void> => {
    const mine = ++jump
    isJumping = true
    ended = false
    clock.set(at)
    tell()
    try {
      await show(at, mine)
    } catch {
      send({ kind: 'problem', code: 'internal', message: 'This moment cannot be shown.' })
    }
    if (jump !== mine) return
    isJumping = false
    buffer(false)
    clock.start(now())
    wants.need()
    tell()
  }

  const show = async (at: number, mine: number): Promise<void> => {
    breathe.begin()
    const tabId = tabAt(at)
    const source = tabId === undefined ? undefined : sources.at(tabId, at)
    if (tabId === undefined || !source) {
      showNothing(tabId, at)
      return
    }
    if (!wants.contentNow(source)) buffer(true)
    const content = await wants.contentOf(source)
    if (jump !== mine) return
    if (!content) {
      showNothing(tabId, at)
      playing = false
      return
    }
    const start = startOf(source, content, at)
    const goesOn =
      view?.hasPicture() &&
      position?.source.name === source.name &&
      position.content === content &&
      position.next >= start.next &&
      (content.events[position.next - 1]?.timestamp ?? 0) <= at
    // The same document goes on: the snapshot that was made for those who begin there is left out.
    const follows =
      view?.hasPicture() &&
      position !== undefined &&
      sources.after(position.source)?.name === source.name &&
      position.next >= position.content.events.length &&
      start.next === 0
    if (follows) enter(source, content)
    if ((goesOn || follows) && view && position) {
      if (!(await applyUntil(view, position, start.until, mine))) return
    } else {
      const next = createPageView(stage)
      const there: Position = { source, content, next: start.next }
      // What came since the last segment has no snapshot of its own: it goes on from that segment.
      const base = source.live && start.next === 0 ? sources.before(source) : undefined
      if (base && !(await playThrough(next, base, mine))) {
        next.destroy()
        return
      }
      if (!(await fill(next, start.first, there, start.until, mine))) {
        next.destroy()
        return
      }
      next.settle(at, playing, clock.speed)
      next.show()
      view?.destroy()
      view = next
      skippedBefore = 0
      position = there
      shownTab = tabId
      pointer.mark(undefined)
    }
    present(at)
  }

  const playThrough = async (next: PageView, source: Source, mine: number): Promise<boolean> => {
    const content = await wants.contentOf(source)
    if (jump !== mine) return false
    if (!content) return true
    const { first, next: from, until } = startOf(source, content, Number.POSITIVE_INFINITY)
    return fill(next, first, { source, content, next: from }, until, mine)
  }

  const enter = (source: Source, content: SegmentContent) => {
    countSkipped()
    skippedBefore = view?.skipped() ?? 0
    position = { source, content, next: 0 }
  }

  /** What is next is unpacked before it is needed. */
  const prepare = () => {
    const next = position && sources.after(position.source)
    if (next && !next.live && next.from - clock.at() <= UNPACK_MS * clock.speed) wants.prepare(next)
  }

  const fill = async (
    next: PageView,
    first: readonly ReplayEvent[],
    there: Position,
    until: number,
    mine: number,
  ): Promise<boolean> => {
    for (const event of first) {
      for (const _ of next.apply(event)) {
        await breathe.maybe()
        if (jump !== mine) return false
      }
    }
    return applyUntil(next, there, until, mine)
  }

  const showNothing = (tabId: string | undefined, at: number) => {
    view?.destroy()
    view = undefined
    position = undefined
    shownTab = tabId
    pointer.clear()
    saidNothing = true
    if (tabId !== undefined) send({ kind: 'rendered', at, tabId, picture: 'none' })
  }

  // Playing

  /** As far towards the moment as can be shown now. The clock stands where that ends: they never differ. */
  const playOn = (to: number): void => {
    const from = clock.at()
    const begun = now()
    while (position && view) {
      const { events } = position.content
      while (position.next < events.length && (events[position.next]?.timestamp ?? 0) <= to) {
        const event = events[position.next] as ReplayEvent
        for (const _ of view.apply(event)) if (now() - begun > SLICE_MS * 10) break
        position.next++
        if (now() - begun > PLAYING_SLICE_MS) {
          clock.set(Math.max(from, Math.min(to, event.timestamp)))
          return
        }
      }
      const after = sources.after(position.source)
      if (!after || after.from > to || position.next < events.length) break
      const content = wants.contentNow(after)
      if (!content) {
        clock.set(Math.max(from, Math.min(to, after.from)))
        void seek(clock.at())
        return
      }
      enter(after, content)
      wants.need()
    }
    clock.set(to)
  }

  const tick = () => {
    cancelFrame = onFrame(tick)
    if (isJumping || !playing) return
    const end = sources.end()
    let to = Math.min(end, clock.wanted(now()))
    if (atLiveEdge && end - to > LIVE_TOO_FAR_MS) to = end - LIVE_BEHIND_MS
    const skip = skips && !atLiveEdge ? jumpFrom(clock.at()) : undefined
    if (skip) {
      send({ kind: 'skipped', from: clock.at(), to: skip.to })
      void seek(skip.to)
      return
    }
    const tab = tabAt(to)
    if (tab !== shownTab) {
      void seek(to)
      return
    }
    prepare()
    playOn(to)
    if (isJumping) return
    // Recordings begin some milliseconds before their first picture.
    if (saidNothing && view?.hasPicture()) present(clock.at())
    view?.settle(clock.at(), playing, clock.speed)
    tellViewport()
    drawPointer(clock.at())
    if (clock.at() >= end) {
      if (manifest.live) atLiveEdge = true
      else finish()
    }
    if (now() - told >= TELL_MS) tell()
  }

  const finish = () => {
    countSkipped()
    playing = false
    ended = true
    send({ kind: 'ended' })
    view?.settle(clock.at(), false, clock.speed)
    tell()
  }

  const jumpFrom = (at: number): QuietJump | undefined =>
    quietJump(at, {
      end: sources.end(),
      gaps: manifest.gaps,
      marks: manifest.marks,
      times: position?.content.actions.times ?? [],
      // Nothing is known of what comes after what is loaded.
      known: position?.source.to ?? at,
    })

  const play = () => {
    if (playing) return
    playing = true
    clock.start(now())
    if (ended || (clock.at() >= sources.end() && !manifest.live)) void seek(manifest.from)
    else if (!view && !isJumping) void seek(clock.at())
    else tell()
  }

  const pause = () => {
    playing = false
    atLiveEdge = false
    view?.settle(clock.at(), false, clock.speed)
    tell()
  }

  const within = (at: number) => Math.max(manifest.from, Math.min(sources.end(), at))

  const handle = (message: HostMessage): void => {
    switch (message.kind) {
      case 'segment':
        wants.came(message.name, message.bytes)
        return
      case 'segment_failed':
        wants.failed(message.name)
        return
      case 'play':
        play()
        return
      case 'pause':
        pause()
        return
      case 'seek':
        takeLater()
        atLiveEdge = false
        void seek(within(message.at))
        return
      case 'go_live':
        atLiveEdge = manifest.live
        playing = true
        void seek(within(sources.end() - LIVE_BEHIND_MS))
        return
      case 'speed':
        clock.speed = message.factor
        tell()
        return
      case 'skip_inactivity':
        skips = message.on
        return
      case 'tab':
        takeLater()
        chosenTab = message.tabId === 'follow' ? undefined : message.tabId
        void seek(clock.at())
        return
      case 'trail':
        pointer.setTrail(message.on)
        drawPointer(clock.at())
        return
      case 'assets':
        if (!assets.receive(message.items)) return
        // What is shown is built anew, and stays until that is done.
        position = undefined
        void seek(clock.at())
        return
      case 'live_events':
        leaveOut(sources.add(message.tabId, message.events))
        if (!sources.of(message.tabId).some(({ name }) => name === position?.source.name)) wants.need()
        if (sources.isStale()) send({ kind: 'stale' })
        // Nothing was there, or the oldest of it had to go.
        if (!isJumping && (!view || (position && wants.contentNow(position.source) !== position.content)))
          void seek(clock.at())
        return
      case 'replay':
        later = message.replay
        if (!atLiveEdge || !position?.source.live || !later.live || sources.isStale()) takeLater()
        return
      case 'highlight':
        pointer.mark(found(message.nodeId, message.selector))
        return
      case 'read_tree': {
        const tree = view ? readTree(view.document(), view.known()) : { nodes: [], cut: 0 }
        send({ kind: 'tree', ...tree })
        return
      }
    }
  }

  const takeLater = () => {
    if (!later) return
    manifest = later
    later = undefined
    sources.setReplay(manifest)
    activeTab = chooseTab(manifest)
    reposition()
    wants.need()
  }

  /** After the segments were arranged anew, what is shown is of one that may have another place, or be gone. */
  const reposition = () => {
    if (isJumping) {
      void seek(clock.at())
      return
    }
    if (!position) return
    const { name, tabId } = position.source
    const same = sources.of(tabId).find((source) => source.name === name && !source.live)
    if (same) position.source = same
    else void seek(clock.at())
  }

  const found = (nodeId: number | undefined, selector: string | undefined): Element | undefined => {
    const node = view?.known().node(nodeId)
    if (isElement(node)) return node
    if (isElement(node?.parentElement)) return node.parentElement
    try {
      return (selector ? view?.document()?.querySelector(selector) : undefined) ?? undefined
    } catch {
      return undefined
    }
  }

  clock.speed = options.speed
  pointer.setTrail(options.trail)
  void seek(within(options.at))
  cancelFrame = onFrame(tick)

  return {
    handle,
    stop: () => {
      jump++
      cancelFrame?.()
      view?.destroy()
      assets.clear()
    },
  }
}
