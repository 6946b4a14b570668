// A tab that sends batch after batch: the bytes are made once, then only ids, times and the count are written over.
import { randomUUID } from 'node:crypto'
import type { realisticEvents } from './realistic-events.ts'

type SentEvent = ReturnType<typeof realisticEvents>[number]

export type TabOptions = {
  /** Where to: host, and path with the key in its query. */
  host: string
  path: string
  /** The events of each batch, over and over, with new ids and times. */
  events: SentEvent[]
  /** A new session begins after this many batches. */
  batchesPerSession: number
}

/** Six digits, so that the count never changes the length. */
const FIRST_SEQ = 100_000

/** Milliseconds between two events of a batch. */
const EVENT_GAP_MS = 40

const positionsBehind = (bytes: Buffer, marker: string): number[] => {
  const found: number[] = []
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1))
    found.push(at + marker.length)
  return found
}

/** Answers the next request, whole, as it goes on the wire. */
export const openTab = ({ host, path, events, batchesPerSession }: TabOptions) => {
  const [visitorId, sessionId, tabId] = [randomUUID(), randomUUID(), randomUUID()]
  const body = JSON.stringify({
    v: 1,
    visitorId,
    sessionId,
    tabId,
    seq: FIRST_SEQ,
    sentAt: events[0]?.ts,
    events,
  })
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: text/plain;charset=UTF-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  ]
  const template = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
  const [sessionAt = 0] = positionsBehind(template, '"sessionId":"')
  const [tabAt = 0] = positionsBehind(template, '"tabId":"')
  const [seqAt = 0] = positionsBehind(template, '"seq":')
  const [sentAt = 0] = positionsBehind(template, '"sentAt":')
  const times = positionsBehind(template, '"ts":')
  // The last group of a UUID: twelve digits that nothing is said about.
  const eventIds = positionsBehind(template, '"eventId":"').map((at) => at + 24)
  let sent = 0

  return (now: number): Buffer => {
    if (sent % batchesPerSession === 0) {
      template.write(randomUUID(), sessionAt, 'latin1')
      template.write(randomUUID(), tabAt, 'latin1')
    }
    const request = Buffer.from(template)
    request.write(String(FIRST_SEQ + sent), seqAt, 'latin1')
    request.write(String(now), sentAt, 'latin1')
    for (const [index, at] of times.entries())
      request.write(String(now - (times.length - index) * EVENT_GAP_MS), at, 'latin1')
    for (const [index, at] of eventIds.entries())
      request.write((sent * eventIds.length + index).toString(16).padStart(12, '0'), at, 'latin1')
    sent += 1
    return request
  }
}
