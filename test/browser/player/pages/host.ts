// A page that plays a replay with the dashboard's own side of the player, and without the rest of the dashboard.
import type { Replay } from '../../../../core/replay/replay.ts'
import { createPlayer } from '../../../../dashboard/src/replay/stage/create-player.ts'
import type { Player, PlayerState } from '../../../../dashboard/src/replay/stage/player.ts'

type Given = {
  playerOrigin: string
  replay: Replay
  start?: object
}

const fetched: string[] = []
let player: Player | undefined
let unsubscribe: (() => void) | undefined
const states: PlayerState[] = []

const open = ({ playerOrigin, replay, start }: Given) => {
  unsubscribe?.()
  player?.close()
  document.querySelector('iframe')?.remove()
  fetched.length = 0
  states.length = 0
  const frame = document.createElement('iframe')
  const own = createPlayer({
    replay,
    playerOrigin,
    ...(start && { start }),
    fetchSegment: async (name, signal) => {
      fetched.push(name)
      const response = await fetch(`/segments/${encodeURIComponent(name)}`, { signal })
      if (!response.ok) throw new Error('not there')
      return response.arrayBuffer()
    },
  })
  let life = own.life
  unsubscribe = own.subscribe(() => {
    states.push(own.state)
    if (own.life === life) return
    life = own.life
    const next = document.createElement('iframe')
    document.querySelector('iframe')?.replaceWith(next)
    own.attach(next)
  })
  document.body.append(frame)
  own.attach(frame)
  player = own
}

/** Milliseconds until this moment is on the screen: painted, not only built. */
const untilShown = (at: number, begun: number): Promise<number> =>
  new Promise((done) => {
    const stop = player?.subscribe(() => {
      if (player?.state.shownAt !== at) return
      stop?.()
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)))
    })
  })

const timedOpen = (given: Given & { start: { at: number } }) => {
  const begun = performance.now()
  open(given)
  return untilShown(given.start.at, begun)
}

const timedSeek = (at: number) => {
  const begun = performance.now()
  const shown = untilShown(at, begun)
  player?.seek(at)
  return shown
}

Object.assign(window, {
  host: {
    open,
    timedOpen,
    timedSeek,
    player: () => player,
    state: () => player?.state,
    states: () => states,
    fetched: () => fetched,
  },
})
