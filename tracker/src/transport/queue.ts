// Events that wait for their batch, in bounded memory: the oldest go first, and the data says how many went.
import type { Batch, Event } from '../../../core/ingest/envelope.ts'
import { QUEUE_MAX_CHARS } from '../limits.ts'

/** A batch once its content is settled; `sentAt` follows with each try. */
export type CutBatch = Omit<Batch, 'events' | 'sentAt' | 'replay'> & { events: string; count: number }

export type QueuedEvent = Pick<Batch, 'visitorId' | 'sessionId'> & { event: Event }

export type DropReason = 'queue_full' | 'error_flood' | 'refused' | 'not_serializable'

export type Queue = {
  readonly size: number
  push: (queued: QueuedEvent) => void
  /** Counts what is lost; the next batch tells it. */
  drop: (reason: DropReason, count?: number) => void
  /** The next events that share a visitor and a session, as one batch. */
  cut: (tab: { id: string; nextSeq: () => number }) => CutBatch | undefined
}

type QueueOptions = {
  maxEvents: number
  maxBytes: number
  /** Makes the event that tells of a loss. */
  tell: (reason: DropReason, count: number) => Event
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

export const createQueue = ({ maxEvents, maxBytes, tell }: QueueOptions): Queue => {
  const queued: (QueuedEvent & { chars: number })[] = []
  const dropped = new Map<DropReason, number>()
  let chars = 0

  const drop = (reason: DropReason, count = 1) => dropped.set(reason, (dropped.get(reason) ?? 0) + count)

  const shift = () => {
    const first = queued.shift()
    chars -= first?.chars ?? 0
    return first
  }

  return {
    get size() {
      return queued.length
    },
    push: (entry) => {
      const size = JSON.stringify(entry.event).length
      queued.push({ ...entry, chars: size })
      chars += size
      while (chars > QUEUE_MAX_CHARS && queued.length > 1) {
        shift()
        drop('queue_full')
      }
    },
    drop,
    cut: (tab) => {
      const head = queued[0]
      if (!head) return undefined
      const { visitorId, sessionId } = head
      const told = [...dropped].slice(0, maxEvents - 1)
      const events = told.map(([reason, count]) => JSON.stringify(tell(reason, count)))
      for (const [reason] of told) dropped.delete(reason)
      let bytes = events.join().length
      for (let next = queued[0]; next && events.length < maxEvents; next = queued[0]) {
        if (next.visitorId !== visitorId || next.sessionId !== sessionId) break
        // Written only now: a page view's title may have been set since.
        const text = JSON.stringify(next.event)
        bytes += bytesOf(text) + 1
        if (bytes > maxBytes && events.length > told.length) break
        events.push(text)
        shift()
      }
      return {
        v: 1,
        visitorId,
        sessionId,
        tabId: tab.id,
        seq: tab.nextSeq(),
        events: events.join(),
        count: events.length,
      }
    },
  }
}
