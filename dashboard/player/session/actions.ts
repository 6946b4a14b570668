// What somebody did in a stretch of a recording: where the pointer was at each moment, clicks, and when anything was
// done at all. Asked by time, so that it is as right after a jump as after playing on.
import { idOf, listOf, numberOf, recordOf } from '../../../core/replay/read-json.ts'
import { EVENT, type ReplayEvent, SOURCE } from '../../../core/replay/recording-format.ts'

export type PointerPlace = { at: number; x: number; y: number; id: number | undefined }
export type Click = PointerPlace & { touch: boolean }

export type Actions = {
  /** By time. */
  places: PointerPlace[]
  clicks: Click[]
  /** When somebody did something. */
  times: number[]
}

const MOVES = new Set<unknown>([SOURCE.mouseMove, SOURCE.touchMove, SOURCE.drag])
const DONE = new Set<unknown>([
  SOURCE.mouseMove,
  SOURCE.touchMove,
  SOURCE.drag,
  SOURCE.mouseInteraction,
  SOURCE.scroll,
  SOURCE.input,
  SOURCE.viewportResize,
])

const CLICK = 2
const TOUCH_START = 7
const MAX_POSITIONS = 1_000
/** A move tells of places of the last half second; nothing earlier is believed. */
const MAX_OFFSET_MS = 5_000

export const actionsOf = (events: readonly ReplayEvent[]): Actions => {
  const actions: Actions = { places: [], clicks: [], times: [] }
  for (const event of events) addActions(actions, event)
  actions.places.sort((a, b) => a.at - b.at)
  return actions
}

const addActions = (actions: Actions, { type, timestamp, data }: ReplayEvent): void => {
  if (type !== EVENT.incremental) return
  const step = recordOf(data)
  const source = step?.['source']
  if (!step || !DONE.has(source)) return
  if (actions.times.at(-1) !== timestamp) actions.times.push(timestamp)
  if (MOVES.has(source)) {
    for (const item of listOf(step['positions']).slice(0, MAX_POSITIONS)) {
      const offset = numberOf(recordOf(item)?.['timeOffset']) ?? 0
      const place = placeOf(item, timestamp + Math.max(-MAX_OFFSET_MS, Math.min(0, offset)))
      if (place) actions.places.push(place)
    }
  } else if (source === SOURCE.mouseInteraction) {
    const place = placeOf(step, timestamp)
    const kind = step['type']
    if (!place) return
    actions.places.push(place)
    if (kind === CLICK || kind === TOUCH_START) actions.clicks.push({ ...place, touch: kind === TOUCH_START })
  }
}

const placeOf = (value: unknown, at: number): PointerPlace | undefined => {
  const item = recordOf(value)
  const [x, y] = [numberOf(item?.['x']), numberOf(item?.['y'])]
  return x === undefined || y === undefined ? undefined : { at, x, y, id: idOf(item?.['id']) }
}

/** Index of the last at or before the moment; -1 where there is none. */
export const lastBefore = <T>(items: readonly T[], at: number, timeOf: (item: T) => number): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeOf(items[middle] as T) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
