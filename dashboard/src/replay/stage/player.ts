// What the rest of the dashboard may ask of the player, and what it is told.
import type { Replay } from '../../../../core/replay/replay.ts'
import type { Speed, TreeNode } from '../../../player/protocol.ts'

export type { Speed, TreeNode } from '../../../player/protocol.ts'

export type PlayerProblem = { code: string; message: string }

export type PlayerState = {
  /** Milliseconds since 1970 by our clock: the moment that is shown. */
  at: number
  playing: boolean
  ended: boolean
  speed: Speed
  /** The tab that is shown; null before there is anything. */
  tabId: string | null
  /** Whether it is the one that was active, whichever that was. */
  following: boolean
  /** It waits for a segment. */
  buffering: boolean
  /** Of the page as it was, in its own pixels. */
  viewport: { width: number; height: number } | undefined
  /** How much of the page is there: `none` before anything of it was recorded. Undefined before the first picture. */
  picture: 'whole' | 'partial' | 'none' | undefined
  /** The moment of the last jump that is on the screen. */
  shownAt: number | undefined
  skipInactivity: boolean
  trail: boolean
  /** At the end of a session that runs, and going on with it. */
  atLiveEdge: boolean
  /** What was skipped last. */
  skipped: { from: number; to: number } | undefined
  /** Events that could not be shown. */
  leftOut: number
  /** A sentence for a person. It stays until what caused it works again. */
  problem: PlayerProblem | undefined
}

export type Tree = { nodes: TreeNode[]; cut: number }

export type Player = {
  readonly state: PlayerState
  /** Of the stage: counts frames that were thrown away because they were stuck. */
  readonly life: number
  /** For `useSyncExternalStore`: `state` is another object after each change. */
  subscribe(listener: () => void): () => void
  play(): void
  pause(): void
  seek(at: number): void
  setSpeed(factor: Speed): void
  setSkipInactivity(on: boolean): void
  setTab(tabId: string | 'follow'): void
  setTrail(on: boolean): void
  /** To the end of a session that runs. */
  goLive(): void
  /** A session that runs goes on, or was merged anew. */
  setReplay(replay: Replay): void
  pushLive(events: { tabId: string; seq?: number; events: readonly unknown[] }): void
  /** What pages of the recording show from other files: `give` of `loadAssets`. The bytes are the frame's from then on. */
  giveAssets(items: readonly { url: string; type: string; bytes: ArrayBuffer }[]): void
  /** The page as it is shown now. */
  readTree(): Promise<Tree>
  /** Marks a node of the tree, or the first that a selector finds; undefined takes the mark away. */
  highlight(what: { nodeId?: number; selector?: string } | undefined): void
  /** For good; the frame goes with the stage. */
  close(): void
  /** Of the stage: the frame to play in. Returns what takes it away again. */
  attach(frame: HTMLIFrameElement): () => void
}

export type PlayerOptions = {
  replay: Replay
  /** The player origin, as `https://player.example`: `playerOriginOf(config)`. */
  playerOrigin: string
  /** The bytes of a segment as they are stored, all parts of it. */
  fetchSegment(name: string, signal: AbortSignal): Promise<ArrayBuffer>
  start?: {
    at?: number
    playing?: boolean
    speed?: Speed
    skipInactivity?: boolean
    trail?: boolean
    tabId?: string
  }
  /** Of a session that runs: so much has come that the replay should be read again, and given to `setReplay`. */
  onStale?(): void
}
