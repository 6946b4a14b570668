// Plays a stretch of a session and nothing else: stops at its end, and lets go of it when somebody goes elsewhere.
import type { Player } from '../stage/player.ts'
import type { Span } from './span.ts'

/** Milliseconds by which a jump may land beside the moment that was asked for. */
const BESIDE_MS = 250

/** Returns what lets go. `onLeave` is told once, when playing or a jump has left the stretch. */
export const playSpan = (player: Player, { from, to }: Span, onLeave: () => void): (() => void) => {
  /** It was played to its end: playing on means once more. */
  let arrived = false
  /** What is done here is told to the listener, too. */
  let busy = false
  const doing = (work: () => void) => {
    busy = true
    work()
    busy = false
  }
  const look = () => {
    if (busy) return
    const { at, playing, speed, skipped } = player.state
    if (arrived && playing) {
      arrived = false
      return doing(() => player.seek(from))
    }
    // A step beyond the end is how playing arrives there; a second of it, or inactivity that is left out.
    const stepMs = playing ? 1_000 * speed : 0
    const isSkip = skipped !== undefined && skipped.from <= to && skipped.to >= to
    if (at < from - BESIDE_MS || (at > to + BESIDE_MS + stepMs && !(playing && isSkip))) return leave()
    if (!playing || at < to) return
    arrived = true
    doing(() => {
      player.pause()
      player.seek(to)
    })
  }
  const stop = player.subscribe(look)
  const leave = () => {
    stop()
    onLeave()
  }
  return stop
}
