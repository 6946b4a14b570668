// Reads a recording that was made elsewhere: what of it the pipeline takes, in the order of time, and what not and why.
import { AppError } from '../errors.ts'
import { IMPORT_MAX_MS } from '../limits.ts'
import { recordOf } from '../replay/read-json.ts'
import { EVENT, type ReplayEvent } from '../replay/recording-format.ts'
import { type Rejection, rejectionOf } from './recorded-event.ts'

/** How many events are not taken for one reason, and where the first of them stands in the file. */
export type Rejected = { reason: Rejection; count: number; first: number }

export type Recording = {
  /** At least one, the first at `from` and the last at `to`, by the clock that recorded them. */
  events: ReplayEvent[]
  rejected: Rejected[]
  from: number
  to: number
}

/** An array of events, or an object that holds one as `events`, which is how tools export them. */
export const eventsIn = (file: unknown): unknown[] => {
  const events = Array.isArray(file) ? file : recordOf(file)?.['events']
  if (Array.isArray(events)) return events
  throw notARecording(
    'The file is neither an array of rrweb events nor an object with such an array as events.',
  )
}

export const readRecording = (given: readonly unknown[]): Recording => {
  if (given.length === 0) throw notARecording('The recording has no events.')
  const rejected = new Map<Rejection, Rejected>()
  const reject = (reason: Rejection, at: number): void => {
    const before = rejected.get(reason)
    rejected.set(reason, {
      reason,
      count: (before?.count ?? 0) + 1,
      first: Math.min(before?.first ?? at, at),
    })
  }
  const taken: { event: ReplayEvent; at: number }[] = []
  given.forEach((value, at) => {
    const reason = rejectionOf(value)
    if (reason) reject(reason, at)
    else taken.push({ event: value as ReplayEvent, at })
  })
  const picture = taken.find(({ event }) => event.type === EVENT.fullSnapshot)
  if (!picture) throw notARecording(whyNoPicture(rejected))
  const { begins, ends } = dayAround(
    picture.event.timestamp,
    taken.map(({ event }) => event.timestamp),
  )
  const kept = taken.filter(({ event: { timestamp }, at }) => {
    const isInside = timestamp >= begins && timestamp <= ends
    if (!isInside) reject('outside_day', at)
    return isInside
  })
  // A tab's clock only goes forward; files are merged by tools that do not look at it.
  const events = kept.map(({ event }) => event).sort((a, b) => a.timestamp - b.timestamp)
  const [from, to] = [events[0]?.timestamp ?? 0, events.at(-1)?.timestamp ?? 0]
  return { events, rejected: [...rejected.values()], from, to }
}

/**
 * As long as a session may last, from the first event on that is near the first picture: a single time that is
 * nonsense, before or after, must not push all others out.
 */
const dayAround = (picture: number, times: number[]): { begins: number; ends: number } => {
  const begins = times.reduce((first, at) => (at >= picture - NEAR_MS ? Math.min(first, at) : first), picture)
  return { begins, ends: begins + IMPORT_MAX_MS }
}

/** Milliseconds before the first picture at which a recording may begin: scripts load, and then the page is looked at (5 minutes). */
const NEAR_MS = 5 * 60_000

const whyNoPicture = (rejected: Map<Rejection, Rejected>): string =>
  rejected.has('packed')
    ? 'The events are packed texts. Unpack the recording with the packer of rrweb first.'
    : 'The recording has no full snapshot (an event of type 2) that could be read, so there is nothing to show.'

export const notARecording = (sentence: string): AppError => new AppError('not-a-recording', 400, sentence)
