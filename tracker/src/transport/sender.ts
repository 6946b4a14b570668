// Sends the queue batch by batch: one in flight, the same batch again until it is acknowledged or refused.

import type { PageSettings as Settings } from '../../../core/projects/page-settings.ts'
import { guarded, warn } from '../guard.ts'
import type { Tab } from '../identity/tab.ts'
import { uuidV4 } from '../identity/uuid.ts'
import {
  FIRST_FLUSH_MS,
  GIVE_UP_AFTER,
  INHERIT_MAX_CHARS,
  KEEPALIVE_BATCH_BYTES,
  KEEPALIVE_MAX_BYTES,
  RECORDING_FLUSH_CHARS,
  RECORDING_FORMAT,
} from '../limits.ts'
import type { ResolvedOptions } from '../options.ts'
import type { Undo } from '../undo.ts'
import { backoffMs } from './backoff.ts'
import { isFailed, type Outcome, type Post, type Zip } from './outcome.ts'
import type { CutBatch, Lane, Queue } from './queue.ts'

/** Batches that could not be sent, kept for whichever page of the site comes next. */
export type Spool = {
  /** What was left, oldest first, whoever left it. It stays until it is removed. */
  all: () => Promise<CutBatch[]>
  /** Once, however often it is asked. */
  put: (batch: CutBatch) => void
  /** If it is there. */
  remove: (batch: CutBatch) => void
}

/** What a part brings, and takes away again. */
export type Equipment<L extends Lane = Lane> = { spool: Spool; zip: Zip; lane: L }

export type Sender = {
  /** Takes the tab from its last page, and goes on where that page ended. */
  start: () => void
  /** To be told after each event. */
  noticed: () => void
  flush: () => void
  /** Zips from now on, sends recordings too, keeps what cannot be sent, and sends what was kept. */
  equip: (equipment: Equipment) => Undo
  /** The network is back. */
  online: () => void
  /** The page goes: sends what it can, and gives the tab to its next page. */
  leave: () => void
}

const sizeOf = ({ events, replay }: CutBatch) => events.length + replay.length

/** Milliseconds that only go forward, whatever happens to the clock. */
const ticks = () => performance.now()

/**
 * `giveUp`: nothing of this page ever arrives; something blocks the way, and trying on would only make noise.
 * `onSettings`: the project's settings came with an answer.
 */
export const createSender = (
  queue: Queue,
  tab: Tab,
  post: Post,
  giveUp: Undo,
  onSettings: (settings: Settings) => void,
  { batchSize, flushInterval }: Pick<ResolvedOptions, 'batchSize' | 'flushInterval'>,
  network: { readonly onLine: boolean },
): Sender => {
  let waiting: CutBatch[] = []
  let inFlight = false
  let overdue = false
  let here = false
  /** Answers to requests of a page that has since been left and restored are nobody's. */
  let visit = 0
  let failures = 0
  let firstFlush = FIRST_FLUSH_MS
  let notBefore = 0
  /** Requests that reached nobody, unless one ever did. */
  let astray = 0
  let equipment: Equipment | undefined
  let timer: ReturnType<typeof setTimeout>
  let dueAt = Number.POSITIVE_INFINITY

  const write = ({ count: _, events, replay, ...header }: CutBatch) =>
    `${JSON.stringify({ ...header, sentAt: Date.now() }).slice(0, -1)},"events":[${events}]${
      replay && `,"replay":{"format":"${RECORDING_FORMAT}","events":[${replay}]}`
    }}`

  const recorded = () => queue.lane?.size ?? 0
  const isFull = () => queue.size >= batchSize || recorded() >= RECORDING_FLUSH_CHARS

  const halt = () => {
    clearTimeout(timer)
    dueAt = Number.POSITIVE_INFINITY
  }

  const flushIn = (ms: number) => {
    const at = Math.max(ticks() + ms, notBefore)
    if (at >= dueAt) return
    halt()
    dueAt = at
    timer = setTimeout(flush, at - ticks())
  }

  const flush = guarded(() => {
    halt()
    if (!here || !network.onLine) return
    if (inFlight) {
      overdue = true
      return
    }
    if (ticks() < notBefore) return flushIn(0)
    const batch = waiting[0] ?? queue.cut(tab)
    if (!batch) return
    waiting[0] = batch
    const body = write(batch)
    inFlight = true
    firstFlush = Number.POSITIVE_INFINITY
    const sentIn = visit
    void post(body, equipment?.zip).then((outcome) => {
      if (sentIn === visit) settle(batch, outcome)
    })
  })

  const settle = guarded((batch: CutBatch, { status, askedMs, said }: Outcome) => {
    inFlight = false
    // Once anybody was reached, nothing blocks the way.
    if (status) astray = Number.NEGATIVE_INFINITY
    if (isFailed(status)) {
      // Kept as soon as it is in doubt: a laptop that is closed now may never see this page again.
      equipment?.spool.put(batch)
      notBefore = ticks() + askedMs + backoffMs(++failures, Math.random())
      // Without a network there is nothing to be learnt by trying; `online` will tell.
      if (!network.onLine) return
      return ++astray < GIVE_UP_AFTER ? flushIn(0) : giveUp()
    }
    equipment?.spool.remove(batch)
    failures = notBefore = 0
    waiting.shift()
    if (said?.settings) guarded(onSettings)(said.settings)
    let why = said?.rejected?.[0]?.reason
    if (status >= 400) {
      queue.drop('refused', batch.count)
      why = `${said?.detail ?? ''} (${status})`
    }
    if (why) warn(`refused: ${why}`)
    if (waiting.length || overdue || isFull()) flushIn(0)
    else if (queue.size || recorded()) flushIn(flushInterval)
    overdue = false
  })

  /**
   * Two batches of one tab under way at once may overtake each other, and the later one would make the earlier one
   * look like a repetition. Events that must leave meanwhile leave under a tab id of their own.
   */
  const sendAside = () => {
    const aside = queue.cut({ id: uuidV4(), nextSeq: () => 0 }, KEEPALIVE_BATCH_BYTES, true)
    if (aside) void post(write(aside))
  }

  /** What other pages left, and this tab's own that was too large for sessionStorage, before anything new. */
  const inherit = guarded((left: CutBatch[]) => {
    const known = waiting.map(({ tabId, seq }) => tabId + seq)
    waiting.push(...left.filter(({ tabId, seq }) => !known.includes(tabId + seq)))
    if (waiting.length) flushIn(FIRST_FLUSH_MS)
  })

  return {
    start: () => {
      visit++
      here = true
      inFlight = false
      waiting = tab.take()
      if (waiting.length || queue.size) flushIn(FIRST_FLUSH_MS)
    },
    noticed: () => {
      if (here) flushIn(isFull() ? 0 : Math.min(firstFlush, flushInterval))
      else sendAside()
    },
    flush,
    equip: (news) => {
      equipment = news
      queue.lane = news.lane
      news.spool.all().then(inherit, () => {})
      return () => {
        equipment = queue.lane = undefined
      }
    },
    online: () => {
      notBefore = 0
      flush()
    },
    leave: () => {
      if (!here) return
      here = false
      visit++
      halt()
      const mayPost = ticks() >= notBefore && network.onLine
      // A batch that has failed before is sent and handed on: its seq tells the server that it is the same.
      if (mayPost && inFlight) sendAside()
      else if (mayPost) {
        const last = waiting[0] ?? queue.cut(tab, KEEPALIVE_BATCH_BYTES)
        if (last && sizeOf(last) < KEEPALIVE_MAX_BYTES) void post(write(last))
        else if (last) waiting[0] = last
      }
      for (let batch = queue.cut(tab); batch; batch = queue.cut(tab)) waiting.push(batch)
      // A tab that is closed has no next page, and a large batch no place in sessionStorage.
      for (const batch of waiting) equipment?.spool.put(batch)
      let room = INHERIT_MAX_CHARS
      tab.release(
        waiting.filter((batch) => {
          room -= sizeOf(batch)
          return room > 0
        }),
      )
    },
  }
}
