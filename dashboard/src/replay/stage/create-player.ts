// The dashboard's side of a player: says what is wanted, hears what is shown, and never trusts what it hears.
import {
  type FrameMessage,
  type FrameOptions,
  HELLO,
  type HostMessage,
  PORT,
  PROTOCOL,
  readFrameMessage,
} from '../../../player/protocol.ts'
import { frameReplay } from './frame-replay.ts'
import type { Player, PlayerOptions, PlayerState, Tree } from './player.ts'
import { fetchSegments } from './segment-fetches.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

/** Frames that may get stuck before nobody tries again. */
const MAX_LIVES = 2

const STUCK = {
  code: 'frame-stuck',
  message:
    'This recording made the player stop answering, so it was closed. The rest of the page still works.',
}

const ASSETS_AT_ONCE = 500

type Asset = { url: string; type: string; bytes: ArrayBuffer }

export const createPlayer = (options: PlayerOptions): Player => {
  const { playerOrigin, start = {} } = options
  let { replay } = options
  let life = 0
  let port: MessagePort | undefined
  let isReady = false
  let isClosed = false
  let watchdog: Watchdog | undefined
  let nonce = 0
  let waitingTrees: ((tree: Tree) => void)[] = []
  let live: { tabId: string; seq?: number; events: unknown[] }[] = []
  const assets: Asset[] = []
  const listeners = new Set<() => void>()

  let state: PlayerState = {
    at: start.at ?? replay.from,
    playing: start.playing ?? false,
    ended: false,
    speed: start.speed ?? 1,
    tabId: start.tabId ?? null,
    following: start.tabId === undefined,
    buffering: true,
    viewport: undefined,
    picture: undefined,
    shownAt: undefined,
    skipInactivity: start.skipInactivity ?? true,
    trail: start.trail ?? true,
    atLiveEdge: false,
    skipped: undefined,
    leftOut: 0,
    problem: undefined,
  }

  const change = (part: Partial<PlayerState>) => {
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }

  const send = (message: HostMessage, transfer: Transferable[] = []) => {
    if (isReady) port?.postMessage(message, transfer)
  }

  const fetches = fetchSegments(options.fetchSegment, (name, bytes) => {
    // The caller may keep the bytes: what is handed over is a copy of ours.
    if (bytes) send({ kind: 'segment', name, bytes: bytes.slice(0) })
    else send({ kind: 'segment_failed', name })
  })

  const frameOptions = (): FrameOptions => ({
    at: state.at,
    playing: state.playing,
    speed: state.speed,
    skipInactivity: state.skipInactivity,
    trail: state.trail,
    tabId: state.following ? null : state.tabId,
  })

  const open = () => {
    isReady = true
    send({ kind: 'open', protocol: PROTOCOL, replay: frameReplay(replay), options: frameOptions() })
    for (const events of live) send({ kind: 'live_events', ...events })
    if (state.atLiveEdge) send({ kind: 'go_live' })
    giveAssets(assets.splice(0))
    watchdog = startWatchdog(() => send({ kind: 'ping', nonce: nonce++ }), stuck)
  }

  /** In handfuls: each is looked at whole by the frame. */
  const giveAssets = (items: readonly Asset[]) => {
    for (let from = 0; from < items.length; from += ASSETS_AT_ONCE) {
      const some = items.slice(from, from + ASSETS_AT_ONCE)
      send(
        { kind: 'assets', items: some },
        some.map(({ bytes }) => bytes),
      )
    }
  }

  const stuck = () => {
    detach()
    life++
    if (life < MAX_LIVES) change({ problem: undefined, buffering: true, playing: false })
    else change({ problem: STUCK, playing: false, buffering: false })
  }

  const detach = () => {
    watchdog?.stop()
    fetches.stop()
    port?.close()
    port = undefined
    isReady = false
    for (const done of waitingTrees) done({ nodes: [], cut: 0 })
    waitingTrees = []
  }

  const hear = (message: FrameMessage) => {
    watchdog?.heard()
    switch (message.kind) {
      case 'ready':
        open()
        return
      case 'need':
        fetches.want(message.names)
        return
      case 'time': {
        const { at, playing, ended, tabId, following, speed, atLiveEdge } = message
        change({ at, playing, ended, tabId, following, speed, atLiveEdge })
        return
      }
      case 'rendered':
        change({
          picture: message.picture,
          shownAt: message.at,
          tabId: message.tabId,
          // Nothing is shown where something is wrong, too.
          ...(message.picture !== 'none' && { problem: undefined }),
        })
        return
      case 'buffering':
        change({ buffering: message.on })
        return
      case 'viewport':
        change({ viewport: { width: message.width, height: message.height } })
        return
      case 'skipped':
        change({ skipped: { from: message.from, to: message.to } })
        return
      case 'ended':
        change({ ended: true, playing: false })
        return
      case 'left_out':
        change({ leftOut: message.events })
        return
      case 'problem':
        change({ problem: { code: message.code, message: message.message }, buffering: false })
        return
      case 'stale':
        options.onStale?.()
        return
      case 'tree': {
        const [first, ...rest] = waitingTrees
        waitingTrees = rest
        first?.({ nodes: message.nodes, cut: message.cut })
        return
      }
    }
  }

  const attach = (frame: HTMLIFrameElement) => {
    if (isClosed || life >= MAX_LIVES) return () => undefined
    let own: MessagePort | undefined
    const greet = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.contentWindow || event.origin !== playerOrigin || event.data !== HELLO)
        return
      const { port1, port2 } = new MessageChannel()
      detach()
      own = port1
      port = port1
      port1.onmessage = ({ data }: MessageEvent<unknown>) => {
        const message = readFrameMessage(data)
        if (message && port === port1) hear(message)
      }
      frame.contentWindow?.postMessage(PORT, playerOrigin, [port2])
    }
    window.addEventListener('message', greet)
    frame.src = `${playerOrigin}/`
    return () => {
      window.removeEventListener('message', greet)
      if (port === own) detach()
    }
  }

  return {
    get state() {
      return state
    },
    get life() {
      return life
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    play: () => {
      change({ playing: true })
      send({ kind: 'play' })
    },
    pause: () => {
      change({ playing: false, atLiveEdge: false })
      send({ kind: 'pause' })
    },
    seek: (at) => {
      change({
        shownAt: undefined,
        at: Math.max(replay.from, Math.min(Math.max(replay.to, state.at), at)),
        ended: false,
      })
      send({ kind: 'seek', at })
    },
    setSpeed: (factor) => {
      change({ speed: factor })
      send({ kind: 'speed', factor })
    },
    setSkipInactivity: (on) => {
      change({ skipInactivity: on })
      send({ kind: 'skip_inactivity', on })
    },
    setTab: (tabId) => {
      change(tabId === 'follow' ? { following: true } : { following: false, tabId })
      send({ kind: 'tab', tabId })
    },
    setTrail: (on) => {
      change({ trail: on })
      send({ kind: 'trail', on })
    },
    goLive: () => {
      change({ playing: true, atLiveEdge: true })
      send({ kind: 'go_live' })
    },
    setReplay: (next) => {
      replay = next
      const stored = new Map<string, number>()
      for (const { tabId, to } of next.segments) stored.set(tabId, Math.max(to, stored.get(tabId) ?? 0))
      // What is in a segment by now need not be handed to another frame.
      live = live.filter(({ tabId, events }) => lastTime(events) > (stored.get(tabId) ?? 0))
      send({ kind: 'replay', replay: frameReplay(next) })
    },
    pushLive: ({ tabId, seq, events }) => {
      const told = { tabId, ...(seq !== undefined && { seq }), events: [...events] }
      live.push(told)
      send({ kind: 'live_events', ...told })
    },
    giveAssets: (items) => {
      if (isReady) giveAssets(items)
      else assets.push(...items)
    },
    readTree: () =>
      isReady
        ? new Promise((done) => {
            waitingTrees.push(done)
            send({ kind: 'read_tree' })
          })
        : Promise.resolve({ nodes: [], cut: 0 }),
    highlight: (what) => send({ kind: 'highlight', ...what }),
    close: () => {
      isClosed = true
      send({ kind: 'close' })
      detach()
    },
    attach,
  }
}

const lastTime = (events: readonly unknown[]): number => {
  const last = events.at(-1)
  const time =
    typeof last === 'object' && last !== null ? (last as { timestamp?: unknown }).timestamp : undefined
  return typeof time === 'number' ? time : 0
}
