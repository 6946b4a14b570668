// Who is on a site now, from the sessions as they stand: the lake is up to a minute behind, they are seconds.
import * as z from 'zod'
import type { SessionState } from '../sessions/session-state.ts'
import { toSession } from '../sessions/to-session.ts'
import { pathOf } from '../text/url-parts.ts'

const MINUTE_MS = 60_000

/** Minutes: who was heard of in the last five is here, as others count it too. */
const HERE = 5
const LATELY = 30

/** Values of a list at most. */
const LISTED = 20

const count = z.number().int().nonnegative()
const listSchema = z.array(z.object({ value: z.string().nullable(), visitors: count }))

export const realtimeSchema = z.object({
  /** Persons with an event in the last 5 and in the last 30 minutes; bots are left out. */
  visitors5: count,
  visitors30: count,
  /** Identified ones among those of 5 minutes. */
  users5: count,
  sessions30: count,
  /** Persons in each of the last 30 minutes, oldest first; of sessions of more than an hour to some minutes. */
  minutes: z.array(z.object({ start: z.number().int(), visitors: count })),
  /** Of those who are here: the page that they saw last, where they came from, where they are, with what. */
  pages: listSchema,
  sources: listSchema,
  countries: listSchema,
  devices: listSchema,
  /** Milliseconds since 1970. */
  asOf: z.number().int(),
  /** Whether all sessions were looked at: of more than two thousand that run the newest are. */
  complete: z.boolean(),
})

export type Realtime = z.infer<typeof realtimeSchema>

const personOf = ({ userId, visitorId }: SessionState): string => userId ?? visitorId

const personsOf = (states: SessionState[]): number => new Set(states.map(personOf)).size

const listOf = (states: SessionState[], of: (state: SessionState) => string | null) =>
  [...Map.groupBy(states, of)]
    .map(([value, own]) => ({ value, visitors: personsOf(own) }))
    .sort((a, b) => b.visitors - a.visitors || ((a.value ?? '~') < (b.value ?? '~') ? -1 : 1))
    .slice(0, LISTED)

/** Whether it has an event in the minute that begins there. */
const isBusyAt = ({ activity, startedAt, lastSeenAt }: SessionState, start: number): boolean => {
  if (start + MINUTE_MS <= startedAt || start > lastSeenAt) return false
  const { minutes, from, counts } = activity
  return (counts[Math.floor((start - from) / (minutes * MINUTE_MS))] ?? 0) > 0
}

export const realtimeOf = (all: SessionState[], now: number, complete: boolean): Realtime => {
  const since = (minutes: number) =>
    all.filter(({ bot, lastSeenAt }) => !bot && lastSeenAt > now - minutes * MINUTE_MS)
  const lately = since(LATELY)
  const here = since(HERE)
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS
  return {
    visitors5: personsOf(here),
    visitors30: personsOf(lately),
    users5: personsOf(here.filter(({ userId }) => userId !== null)),
    sessions30: lately.length,
    minutes: Array.from({ length: LATELY }, (_, at) => {
      const start = last - (LATELY - 1 - at) * MINUTE_MS
      return { start, visitors: personsOf(lately.filter((state) => isBusyAt(state, start))) }
    }),
    pages: listOf(here, ({ exitUrl }) => (exitUrl === null ? null : pathOf(exitUrl))),
    sources: listOf(here, (state) => {
      const { utm, referrerHost } = toSession(state)
      return utm.source ?? referrerHost
    }),
    countries: listOf(here, ({ country }) => country),
    devices: listOf(here, ({ device }) => device),
    asOf: now,
    complete,
  }
}
