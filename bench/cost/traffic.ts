// What the day is made of: visits of ten minutes, as the tracker of each sends them.
import { createHash, randomUUID } from 'node:crypto'
import { realisticEvents } from '../load/realistic-events.ts'
import { type RecordedPage, recordedMinute, recordedOpening } from '../load/realistic-recording.ts'

export type Visit = {
  name: string
  /** Milliseconds between two batches. */
  everyMs: number
  /** Events of the nth batch. */
  eventsOf: (batch: number) => number
  recorded?: RecordedPage
}

export type Sending = { at: number; body: string; events: number; address: string }

export const VISIT_MS = 10 * 60_000

/** A page of a shop, about 50 kB of recording a minute: the lightest of the benchmark `finish`. */
const PAGE: RecordedPage = { name: 'light: 300 rows', rows: 300, mutations: 60, moves: 60, inputs: 20 }

export const VISITS = {
  /** What the goal for events is measured by. */
  events: { name: '50 events a minute', everyMs: 60_000, eventsOf: () => 50 },
  replay: { name: 'recorded, a batch every 30 s', everyMs: 30_000, eventsOf: () => 2, recorded: PAGE },
  /** As often as the tracker's own setting has it. */
  lively: {
    name: 'recorded, a batch every 5 s',
    everyMs: 5_000,
    eventsOf: (batch: number) => (batch % 3 === 0 ? 1 : 0),
    recorded: PAGE,
  },
} satisfies Record<string, Visit>

/** Ids until one is of the first of the stream's shards and of the first of its lanes: see mappings.ts. */
const sessionIdOf = (projectId: string, shards: number, lanes: number): string => {
  for (;;) {
    const id = randomUUID()
    const hash = createHash('md5').update(`${projectId}#${id}`).digest().readUInt32BE(0)
    if (hash < 2 ** 32 / shards && hash % lanes === 0) return id
  }
}

type Where = { projectId: string; shards: number; lanes: number; start: number; count: number }

/** The batches of all visits in the order of time: they begin within the first minute, spread over it. */
export const sendingsOf = (visit: Visit, { projectId, shards, lanes, start, count }: Where): Sending[] =>
  Array.from({ length: count }, (_, nth) => {
    const begins = start + Math.floor((nth * 60_000) / count)
    const [visitorId, tabId] = [randomUUID(), randomUUID()]
    const sessionId = sessionIdOf(projectId, shards, lanes)
    const address = `127.0.${1 + Math.floor(nth / 250)}.${1 + (nth % 250)}`
    const recording = visit.recorded && recordingOf(visit.recorded, begins)
    return Array.from({ length: VISIT_MS / visit.everyMs }, (_, seq) => {
      const at = begins + (seq + 1) * visit.everyMs
      const events = realisticEvents(visit.eventsOf(seq), at).map((event, index, all) => ({
        ...event,
        ts: at - Math.floor(((all.length - index) * visit.everyMs) / (all.length + 1)),
      }))
      const since = at - visit.everyMs
      const recorded = recording?.filter(
        ({ timestamp }) => timestamp < at && (timestamp >= since || seq === 0),
      )
      const replay = recorded && { format: 'rrweb-2', events: recorded }
      const body = JSON.stringify({ v: 1, visitorId, sessionId, tabId, seq, sentAt: at, events, replay })
      return { at, body, events: events.length, address }
    })
  })
    .flat()
    .sort((a, b) => a.at - b.at)

const recordingOf = (page: RecordedPage, start: number) => [
  ...recordedOpening(page, start),
  ...Array.from({ length: VISIT_MS / 60_000 }, (_, minute) => recordedMinute(page, start, minute)).flat(),
]
