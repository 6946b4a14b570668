// How somebody likes to watch, kept in their browser from one session to the next.
import { SPEEDS, type Speed } from '../../player/protocol.ts'

export type PlayerPreferences = { speed: Speed; skipInactivity: boolean; trail: boolean }

const KEY = 'playhead.player'
const USUAL: PlayerPreferences = { speed: 1, skipInactivity: true, trail: true }

type Store = Pick<Storage, 'getItem' | 'setItem'>

/** What was kept may be of an older release, or no JSON at all. */
export const readPreferences = (store: Store): PlayerPreferences => {
  try {
    const kept: unknown = JSON.parse(store.getItem(KEY) ?? '{}')
    const { speed, skipInactivity, trail } = kept as Partial<Record<keyof PlayerPreferences, unknown>>
    return {
      speed: SPEEDS.find((one) => one === speed) ?? USUAL.speed,
      skipInactivity: typeof skipInactivity === 'boolean' ? skipInactivity : USUAL.skipInactivity,
      trail: typeof trail === 'boolean' ? trail : USUAL.trail,
    }
  } catch {
    return USUAL
  }
}

export const writePreferences = (store: Store, { speed, skipInactivity, trail }: PlayerPreferences): void =>
  store.setItem(KEY, JSON.stringify({ speed, skipInactivity, trail }))
