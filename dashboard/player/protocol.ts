// What the dashboard and the player's page say to one another, over one MessagePort. Neither trusts the other:
// each message is looked at by kind, shape and size, and what is none of these is dropped.
import {
  anyList,
  buffer,
  type Check,
  type Checked,
  count,
  either,
  flag,
  list,
  maybe,
  number,
  oneOf,
  shape,
  text,
} from './check.ts'

/** Another number means that one of the two pages is older than the other. */
export const PROTOCOL = 1

export const SPEEDS = [0.5, 1, 2, 4, 8] as const
export type Speed = (typeof SPEEDS)[number]

const ID_CHARS = 200
const MAX_SEGMENTS = 20_000
const MAX_TABS = 1_000
const MAX_MARKS = 20_000
/** Of one segment under gzip: what is larger was made by nobody's recorder. */
const MAX_SEGMENT_BYTES = 64_000_000
/** Handed over at once. */
const MAX_ASSETS = 1_000
const MAX_LIVE_EVENTS = 20_000
export const MAX_TREE_NODES = 20_000

const id = text(ID_CHARS)
const span = { from: number, to: number }
const speed = oneOf(...SPEEDS)

const replay = shape({
  ...span,
  /** More may come: at its end a player waits. */
  live: flag,
  tabs: list(shape({ tabId: id, ...span }), MAX_TABS),
  segments: list(
    shape({
      name: id,
      tabId: id,
      format: text(50),
      ...span,
      bytes: count,
      picture: oneOf('whole', 'partial', 'none'),
    }),
    MAX_SEGMENTS,
  ),
  /** Where somebody did something, and in which tab: says which tab was the active one. Oldest first. */
  marks: list(shape({ at: number, tabId: id }), MAX_MARKS),
  /** Times in which nothing came from any tab. */
  gaps: list(shape(span), MAX_SEGMENTS),
})
/** A replay as the frame is told of it: without an address or a name in it. */
export type FrameReplay = Checked<typeof replay>

const options = shape({
  /** Milliseconds since 1970, as all times here. */
  at: number,
  playing: flag,
  speed,
  skipInactivity: flag,
  trail: flag,
  /** Null follows the tab that was active. */
  tabId: either(id, oneOf(null)),
})
export type FrameOptions = Checked<typeof options>

const node = shape({
  id: count,
  parentId: either(count, oneOf(null)),
  /** `#text`, `#shadow`, `#document`, or the name of an element. */
  name: text(100),
  text: text(500),
  attributes: list(list(text(500), 2), 100),
})
/** A node of the page as it is shown, in the order of the document; ids are those of the recording. */
export type TreeNode = Checked<typeof node>

const HOST = {
  open: shape({ protocol: oneOf(PROTOCOL), replay, options }),
  /** The replay goes on, or was merged anew; segments that the frame has stay good. */
  replay: shape({ replay }),
  segment: shape({ name: id, bytes: buffer }),
  segment_failed: shape({ name: id }),
  play: shape({}),
  pause: shape({}),
  seek: shape({ at: number }),
  speed: shape({ factor: speed }),
  skip_inactivity: shape({ on: flag }),
  tab: shape({ tabId: either(id, oneOf('follow')) }),
  trail: shape({ on: flag }),
  /** What pages of the recording show from other files; what is new is shown at once. */
  assets: shape({ items: list(shape({ url: text(2_048), type: text(50), bytes: buffer }), MAX_ASSETS) }),
  /** Of a session that runs, on our clock; `seq` of the batch, where it is known. */
  live_events: shape({ tabId: id, seq: maybe(count), events: anyList(MAX_LIVE_EVENTS) }),
  /** To the end of a session that runs, and on with it. */
  go_live: shape({}),
  highlight: shape({ nodeId: maybe(count), selector: maybe(text(4_000)) }),
  read_tree: shape({}),
  /** Answered at once by a frame that is not stuck. */
  ping: shape({ nonce: count }),
  close: shape({}),
}

const FRAME = {
  ready: shape({ protocol: oneOf(PROTOCOL) }),
  /** Segments it wants, most urgent first. What it named before and names no more is wanted no more. */
  need: shape({ names: list(id, 20) }),
  time: shape({
    at: number,
    playing: flag,
    ended: flag,
    /** Shown now; null before there is anything. */
    tabId: either(id, oneOf(null)),
    following: flag,
    speed,
    /** At the end of a session that runs. */
    atLiveEdge: flag,
  }),
  /** This moment is on the screen. `none`: nothing of the page was recorded yet. */
  rendered: shape({ at: number, tabId: id, picture: oneOf('whole', 'partial', 'none') }),
  buffering: shape({ on: flag }),
  /** Of the page as it was, in its own pixels. */
  viewport: shape({ width: number, height: number }),
  /** Nothing happened there; playing went on behind it. */
  skipped: shape({ from: number, to: number }),
  ended: shape({}),
  /** Empty where nothing is shown. `cut` counts nodes that found no room. */
  tree: shape({ nodes: list(node, MAX_TREE_NODES), cut: count }),
  /** How much of the recording could not be shown, since `open`. */
  left_out: shape({ events: count }),
  /** Of a session that runs: more is waiting than the frame wants to hold. Read the replay again. */
  stale: shape({}),
  problem: shape({
    code: oneOf('segment-unavailable', 'segment-unreadable', 'format-unknown', 'too-large', 'internal'),
    message: text(500),
  }),
  pong: shape({ nonce: count }),
}

type Messages<M extends Record<string, unknown>> = {
  [K in keyof M & string]: { kind: K } & Checked<M[K]>
}[keyof M & string]

export type HostMessage = Messages<typeof HOST>
export type FrameMessage = Messages<typeof FRAME>
export type FrameProblem = Checked<(typeof FRAME)['problem']>

const reader =
  (kinds: Record<string, Check<unknown>>) =>
  (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return undefined
    const { kind } = value as { kind?: unknown }
    if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) return undefined
    if (kind === 'segment' && ((value as { bytes?: ArrayBuffer }).bytes?.byteLength ?? 0) > MAX_SEGMENT_BYTES)
      return undefined
    return kinds[kind]?.(value) ? value : undefined
  }

/** What the dashboard says; undefined for anything else. */
export const readHostMessage = reader(HOST) as (value: unknown) => HostMessage | undefined
/** What the frame says; undefined for anything else. */
export const readFrameMessage = reader(FRAME) as (value: unknown) => FrameMessage | undefined

/** The frame's first word to its parent, and the parent's answer, which brings the port. */
export const HELLO = 'playhead/hello'
export const PORT = 'playhead/port'
