// What waits for its batch, in bounded memory and two lanes: events, and pieces of the recording.
// The recording makes room first, the oldest of a lane goes first, and the data says how much went.
import type { Batch, Event } from '../../../core/ingest/envelope.ts'
import { BATCH_CONTENT_MAX_BYTES, QUEUE_MAX_CHARS, RECORDING_MAX_CHARS } from '../limits.ts'

/** A batch once its content is settled; `sentAt` follows with each try. */
export type CutBatch = Omit<Batch, 'events' | 'sentAt' | 'replay'> & {
  /** Items of JSON arrays, written: what is between the brackets. */
  events: string
  replay: string
  count: number
}

type Owner = Pick<Batch, 'visitorId' | 'sessionId'>
export type QueuedEvent = Owner & { event: Event }
export type QueuedPiece = Owner & { text: string }

export type DropReason =
  | 'queue_full'
  | 'recording_full'
  | 'error_flood'
  | 'refused'
  | 'not_serializable'
  | 'part_not_loaded'
  /** Parts may have reasons of their own. */
  | (string & {})

export type Queue = {
  /** Events that wait. */
  readonly size: number
  /** Characters of recording that wait. */
  readonly recorded: number
  push: (queued: QueuedEvent) => void
  /** False if older pieces had to go to make room: what follows must begin anew. */
  record: (piece: QueuedPiece) => boolean
  /** Counts what is lost; the next batch tells it. */
  drop: (reason: DropReason, count?: number) => void
  /** The next events and pieces that share a visitor and a session, as one batch of at most so many bytes. */
  cut: (tab: { id: string; nextSeq: () => number }, maxBytes?: number) => CutBatch | undefined
}

type QueueOptions = {
  maxEvents: number
  /** Makes the event that tells of a loss. */
  tell: (reason: DropReason, count: number) => Event
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

export const createQueue = ({ maxEvents, tell }: QueueOptions): Queue => {
  // `turn` tells which of two sessions in the two lanes is the older one.
  const events: (QueuedEvent & { turn: number; chars: number })[] = []
  const pieces: (QueuedPiece & { turn: number })[] = []
  const dropped = new Map<DropReason, number>()
  let turns = 0
  let chars = 0
  let recorded = 0

  const drop = (reason: DropReason, count = 1) => {
    dropped.set(reason, (dropped.get(reason) ?? 0) + count)
  }

  const shiftEvent = () => {
    chars -= events.shift()?.chars ?? 0
  }
  const shiftPiece = () => {
    recorded -= pieces.shift()?.text.length ?? 0
  }

  return {
    get size() {
      return events.length
    },
    get recorded() {
      return recorded
    },
    push: (entry) => {
      const size = JSON.stringify(entry.event).length
      events.push({ ...entry, turn: turns++, chars: size })
      chars += size
      while (chars > QUEUE_MAX_CHARS && events.length > 1) {
        shiftEvent()
        drop('queue_full')
      }
    },
    record: (piece) => {
      pieces.push({ ...piece, turn: turns++ })
      recorded += piece.text.length
      if (recorded <= RECORDING_MAX_CHARS) return true
      // Without its beginning the rest of a recording shows nothing, so half makes no sense.
      drop('recording_full', pieces.length)
      pieces.length = 0
      recorded = 0
      return false
    },
    drop,
    cut: (tab, maxBytes = BATCH_CONTENT_MAX_BYTES) => {
      const [event, piece] = [events[0], pieces[0]]
      const head = event && (!piece || event.turn < piece.turn) ? event : piece
      if (!head) return undefined
      const { visitorId, sessionId } = head
      const isMine = (owner: Owner) => owner.visitorId === visitorId && owner.sessionId === sessionId
      const told = [...dropped].slice(0, maxEvents - 1)
      const cut = told.map(([reason, count]) => JSON.stringify(tell(reason, count)))
      for (const [reason] of told) dropped.delete(reason)
      let bytes = cut.join().length
      for (let next = events[0]; next && cut.length < maxEvents && isMine(next); next = events[0]) {
        // Written only now: a page view's title may have been set since.
        const text = JSON.stringify(next.event)
        bytes += bytesOf(text) + 1
        if (bytes > maxBytes && cut.length > told.length) break
        cut.push(text)
        shiftEvent()
      }
      const replay: string[] = []
      for (let next = pieces[0]; next && isMine(next); next = pieces[0]) {
        bytes += bytesOf(next.text) + 1
        if (bytes > maxBytes && (cut.length || replay.length)) break
        replay.push(next.text)
        shiftPiece()
      }
      return {
        v: 1,
        visitorId,
        sessionId,
        tabId: tab.id,
        seq: tab.nextSeq(),
        events: cut.join(),
        replay: replay.join(),
        count: cut.length,
      }
    },
  }
}
