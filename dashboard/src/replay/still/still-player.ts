// A player for sessions without a recording: the playhead walks along events and screenshots by the clock alone.
import type { Replay } from '../../../../core/replay/replay.ts'
import type { Player, PlayerOptions, PlayerState } from '../stage/player.ts'

/** Milliseconds between two steps of the playhead: as often as a player with a picture tells its time. */
const STEP_MS = 100

type Options = Pick<PlayerOptions, 'replay' | 'start'> & {
  now: () => number
  /** Calls again and again until what it returned is called. */
  every: (ms: number, step: () => void) => () => void
}

export const createStillPlayer = ({ replay: first, start = {}, now, every }: Options): Player => {
  let replay = first
  const listeners = new Set<() => void>()
  const within = (at: number) => Math.min(replay.to, Math.max(replay.from, at))
  let state: PlayerState = {
    at: within(start.at ?? replay.from),
    playing: false,
    ended: false,
    speed: start.speed ?? 1,
    tabId: start.tabId ?? null,
    following: start.tabId === undefined,
    buffering: false,
    viewport: undefined,
    picture: 'none',
    shownAt: undefined,
    skipInactivity: start.skipInactivity ?? true,
    trail: start.trail ?? true,
    atLiveEdge: false,
    skipped: undefined,
    leftOut: 0,
    problem: undefined,
  }
  let stop: (() => void) | undefined
  let last = 0

  const set = (change: Partial<PlayerState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  const pause = () => {
    stop?.()
    stop = undefined
    set({ playing: false })
  }

  const step = () => {
    const passed = now() - last
    last += passed
    const next = within(state.at + passed * state.speed)
    const gap = state.skipInactivity ? gapAt(replay, next) : undefined
    set({ at: gap?.to ?? next, ...(gap && { skipped: gap }) })
    if (state.at < replay.to) return
    pause()
    set({ ended: true })
  }

  const play = () => {
    if (stop) return
    last = now()
    stop = every(STEP_MS, step)
    set({ playing: true, ended: false, ...(state.at >= replay.to && { at: replay.from }) })
  }

  if (start.playing) play()
  return {
    get state() {
      return state
    },
    life: 0,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    play,
    pause,
    seek: (at) => set({ at: within(at), ended: false, skipped: undefined }),
    setSpeed: (speed) => set({ speed }),
    setSkipInactivity: (skipInactivity) => set({ skipInactivity }),
    setTab: (tab) => set({ tabId: tab === 'follow' ? null : tab, following: tab === 'follow' }),
    setTrail: (trail) => set({ trail }),
    goLive: () => set({ at: replay.to }),
    setReplay: (next) => {
      replay = next
      set({ at: within(state.at) })
    },
    pushLive: () => undefined,
    giveAssets: () => undefined,
    readTree: () => Promise.resolve({ nodes: [], cut: 0 }),
    highlight: () => undefined,
    close: () => {
      stop?.()
      listeners.clear()
    },
    attach: () => () => undefined,
  }
}

const gapAt = ({ gaps }: Replay, at: number) => gaps.find(({ from, to }) => at >= from && at < to)
