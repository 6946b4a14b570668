// Events that wait for their batch, in bounded memory: the oldest go first, and the data says how many went.
// Pieces of the recording wait in a lane of their own, which a part puts beside.
import type { Batch, Event } from '../../../core/ingest/envelope.ts'
import { BATCH_CONTENT_MAX_BYTES, QUEUE_MAX_EVENTS } from '../limits.ts'
import { bytesOf } from '../page/bytes-of.ts'

/** A batch once its content is settled; `sentAt` follows with each try. */
export type CutBatch = Omit<Batch, 'events' | 'sentAt' | 'replay'> & {
  /** Items of JSON arrays, written: what is between the brackets. */
  events: string
  replay: string
  count: number
}

export type Owner = Pick<Batch, 'visitorId' | 'sessionId'>
export type QueuedEvent = Owner & { event: Event }

export type DropReason =
  | 'queue_full'
  | 'recording_full'
  | 'error_flood'
  | 'refused'
  | 'not_serializable'
  | 'part_not_loaded'
  /** Parts may have reasons of their own. */
  | (string & {})

export type Lane = {
  /** Characters that may leave. */
  readonly size: number
  /** Whose is what leaves next, and when it came. */
  head: () => (Owner & { at: number }) | undefined
  /** The next pieces of this owner that fit into so many bytes, written and joined; at least one if it must be. */
  take: (isMine: (owner: Owner) => boolean, maxBytes: number, must: boolean) => string
}

export type Queue = {
  /** Events that wait. */
  readonly size: number
  lane: Lane | undefined
  push: (queued: QueuedEvent) => void
  clear: () => void
  /** Counts what is lost; the next batch tells it. */
  drop: (reason: DropReason, count?: number) => void
  /** The next events and pieces that share a visitor and a session, as one batch of at most so many bytes. */
  cut: (
    tab: { id: string; nextSeq: () => number },
    maxBytes?: number,
    eventsOnly?: boolean,
  ) => CutBatch | undefined
}

/** `tell` makes the event that tells of a loss. */
export const createQueue = (maxEvents: number, tell: (reason: DropReason, count: number) => Event): Queue => {
  const queued: QueuedEvent[] = []
  const dropped = new Map<DropReason, number>()

  const drop = (reason: DropReason, count = 1) => {
    dropped.set(reason, (dropped.get(reason) ?? 0) + count)
  }

  return {
    lane: undefined,
    get size() {
      return queued.length
    },
    push: (entry) => {
      if (queued.push(entry) <= QUEUE_MAX_EVENTS) return
      queued.shift()
      drop('queue_full')
    },
    clear: () => {
      queued.length = 0
    },
    drop,
    cut(tab, maxBytes = BATCH_CONTENT_MAX_BYTES, eventsOnly = false) {
      const lane = eventsOnly ? undefined : this.lane
      const [event, piece] = [queued[0], lane?.head()]
      const head = event && (!piece || event.event.ts <= piece.at) ? event : piece
      if (!head) return undefined
      const { visitorId, sessionId } = head
      const isMine = (owner: Owner) => owner.visitorId === visitorId && owner.sessionId === sessionId
      const told = [...dropped].slice(0, maxEvents - 1)
      const events = told.map(([reason, count]) => JSON.stringify(tell(reason, count)))
      for (const [reason] of told) dropped.delete(reason)
      let bytes = events.join().length
      for (let next = queued[0]; next && events.length < maxEvents && isMine(next); next = queued[0]) {
        // Written only now: a page view's title may have been set since.
        const text = JSON.stringify(next.event)
        bytes += bytesOf(text) + 1
        if (bytes > maxBytes && events.length > told.length) break
        events.push(text)
        queued.shift()
      }
      return {
        v: 1,
        visitorId,
        sessionId,
        tabId: tab.id,
        seq: tab.nextSeq(),
        events: events.join(),
        replay: lane?.take(isMine, maxBytes - bytes, !events.length) ?? '',
        count: events.length,
      }
    },
  }
}
