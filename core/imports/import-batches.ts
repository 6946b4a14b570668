// Makes batches of a recording as a tab of its own would have sent them, for the stream; each as large as one may be.
import type { Batch, Event } from '../ingest/envelope.ts'
import type { JsonValue } from '../json/json-value.ts'
import { IMPORT_BATCH_MAX_BYTES, IMPORT_MAX_PAGE_VIEWS, URL_MAX_CHARS } from '../limits.ts'
import { recordOf } from '../replay/read-json.ts'
import { EVENT, FOLDED_FORMAT, type ReplayEvent } from '../replay/recording-format.ts'
import type { UuidOf } from '../sessions/derived-session.ts'
import { divideEvent, sizeOf } from './divide-event.ts'
import type { Recording } from './read-recording.ts'
import type { SaidOfRecording } from './recording-import.ts'

export const IMPORTED_EVENT = 'recording_imported'

type Options = {
  said: SaidOfRecording
  /** Names the import: the same name makes the same ids, so what is sent again is known. */
  name: string[]
  uuidOf: UuidOf
  mask: (event: ReplayEvent) => ReplayEvent[]
  maxBytes?: number
}

export type ImportBatches = {
  sessionId: string
  /** In the order in which they must be sent. `sentAt` is when the last thing was recorded. */
  batches: Batch[]
  pageViews: number
  accepted: number
  /** Events that no batch has room for, by their place among those that were read. */
  tooLarge: number
}

export const importedId = (uuidOf: UuidOf, name: string[], what: string): string =>
  uuidOf(`imported ${what}`, ...name)

export const importBatches = (
  { events: recorded, from, to }: Recording,
  { said, name, uuidOf, mask, maxBytes = IMPORT_BATCH_MAX_BYTES }: Options,
): ImportBatches => {
  const idOf = (what: string): string => importedId(uuidOf, name, what)
  const [sessionId, visitorId, tabId] = ['session', 'visitor', 'tab'].map(idOf) as [string, string, string]
  const batches: Batch[] = []
  const eventOf = (what: string, ts: number, more: Partial<Event> & Pick<Event, 'name'>): Event => ({
    eventId: idOf(what),
    ts: Math.round(ts),
    props: {},
    ...(said.userId !== undefined && { userId: said.userId }),
    ...more,
  })
  let open: { events: Event[]; replay: JsonValue[]; bytes: number } | undefined
  let pageViews = 0
  let accepted = 0
  let tooLarge = 0
  let page: string | undefined

  const close = (): void => {
    if (!open) return
    const { events, replay } = open
    const seq = batches.length
    const place = { v: 1 as const, visitorId, sessionId, tabId, seq, sentAt: Math.round(to) }
    batches.push({ ...place, events, replay: { format: FOLDED_FORMAT, events: replay } })
    open = undefined
  }

  const roomFor = (bytes: number): NonNullable<typeof open> => {
    if (open && open.bytes + bytes > maxBytes) close()
    open ??= { events: [], replay: [], bytes: 0 }
    return open
  }

  const viewPage = (ts: number, href: string | undefined): void => {
    if (pageViews === IMPORT_MAX_PAGE_VIEWS || (pageViews > 0 && href === page)) return
    page = href
    const isFirst = pageViews === 0
    const url = (isFirst ? (said.url ?? href) : href)?.slice(0, URL_MAX_CHARS)
    const props = { ...(isFirst && said.title !== undefined && { title: said.title }) }
    roomFor(0).events.push(
      eventOf(`page view ${pageViews}`, ts, { name: 'page_view', ...(url && { url }), props }),
    )
    pageViews++
  }

  const append = (event: ReplayEvent, bytes = sizeOf(event) + 1): boolean => {
    if (bytes > maxBytes) return false
    roomFor(bytes).replay.push(event as unknown as JsonValue)
    if (open) open.bytes += bytes
    return true
  }

  const add = (event: ReplayEvent): void => {
    const fit = mask(event).every((masked) => {
      const bytes = sizeOf(masked) + 1
      // Nearly all fit, and are measured once.
      if (bytes <= maxBytes) return append(masked, bytes)
      return divideEvent(masked, maxBytes)
        .map((piece) => append(piece))
        .every(Boolean)
    })
    if (fit) accepted++
    else tooLarge++
  }

  // A session begins with a page: without one the list could not say where it was.
  const first = recorded.find(({ type }) => type === EVENT.meta)
  viewPage(from, hrefOf(first))
  if (!first) add({ type: EVENT.meta, timestamp: from, data: { href: said.url ?? 'about:blank', ...SIZE } })
  accepted = 0
  for (const event of recorded) {
    if (event.type === EVENT.meta) viewPage(event.timestamp, hrefOf(event))
    add(event)
  }
  const props = {
    recordedFrom: new Date(from).toISOString(),
    recordedTo: new Date(to).toISOString(),
    events: accepted,
    ...(said.title !== undefined && { title: said.title }),
  }
  // At its end, so that the session lasts as long as what was recorded.
  roomFor(0).events.push(
    eventOf('import', to, {
      name: IMPORTED_EVENT,
      ...(page && { url: page.slice(0, URL_MAX_CHARS) }),
      props,
    }),
  )
  close()
  return { sessionId, batches, pageViews, accepted, tooLarge }
}

/** CSS pixels of a recording that does not say how large its window was: the commonest. */
const SIZE = { width: 1_440, height: 900 }

const hrefOf = (event: ReplayEvent | undefined): string | undefined => {
  const href = recordOf(event?.data)?.['href']
  return typeof href === 'string' ? href : undefined
}
