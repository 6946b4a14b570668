// Sends the queue batch by batch: one in flight, the same batch again until it is acknowledged or refused.

import type { PageSettings as Settings } from '../../../core/projects/page-settings.ts'
import { guarded, warn } from '../guard.ts'
import type { Tab } from '../identity/tab.ts'
import { uuidV4 } from '../identity/uuid.ts'
import { FIRST_FLUSH_MS, KEEPALIVE_BATCH_BYTES, RECORDING_FLUSH_CHARS, RECORDING_FORMAT } from '../limits.ts'
import { backoffMs } from './backoff.ts'
import type { Outcome, Post } from './outcome.ts'
import type { CutBatch, Queue } from './queue.ts'

export type SenderOptions = {
  queue: Queue
  tab: Tab
  post: Post
  /** For a page that goes: no answer is awaited. */
  postLast: (body: string) => void
  /** The project's settings came with an answer. */
  onSettings: (settings: Settings) => void
  batchSize: number
  flushInterval: number
  now: () => number
  /** Milliseconds that only go forward, whatever happens to the clock. */
  ticks: () => number
  random: () => number
}

export type Sender = {
  /** Takes the tab from its last page, and goes on where that page ended. */
  start: () => void
  /** To be told after each event. */
  noticed: () => void
  flush: () => void
  /** The page goes: sends what it can, and gives the tab to its next page. */
  leave: () => void
}

export const createSender = (options: SenderOptions): Sender => {
  const { queue, tab, post, postLast, onSettings, batchSize, flushInterval, now, ticks, random } = options
  let waiting: CutBatch[] = []
  let inFlight = false
  let overdue = false
  let here = false
  /** Answers to requests of a page that has since been left and restored are nobody's. */
  let visit = 0
  let failures = 0
  let firstFlush = true
  let notBefore = 0
  let asked = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = 0

  const write = ({ count: _, events, replay, ...header }: CutBatch) =>
    `${JSON.stringify({ ...header, sentAt: now() }).slice(0, -1)},"events":[${events}]${
      replay && `,"replay":{"format":"${RECORDING_FORMAT}","events":[${replay}]}`
    }}`

  const isFull = () => queue.size >= batchSize || queue.recorded >= RECORDING_FLUSH_CHARS

  const flushIn = (ms: number) => {
    const at = Math.max(ticks() + ms, notBefore)
    if (timer !== undefined && at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(flush, at - ticks())
  }

  const flush = guarded(() => {
    clearTimeout(timer)
    timer = undefined
    if (!here) return
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
    firstFlush = false
    const sentIn = visit
    void post(body).then((outcome) => {
      if (sentIn === visit) settle(batch, outcome)
    })
  })

  const settle = guarded((batch: CutBatch, outcome: Outcome) => {
    inFlight = false
    if (outcome.is === 'failed') {
      failures++
      asked = outcome.askedMs > 0
      notBefore = ticks() + outcome.askedMs + backoffMs(failures, random())
      return flushIn(0)
    }
    failures = 0
    notBefore = 0
    asked = false
    waiting.shift()
    if (outcome.is === 'accepted' && outcome.settings) guarded(onSettings)(outcome.settings)
    if (outcome.is === 'refused') {
      queue.drop('refused', batch.count)
      warn(`the server refused a batch: ${outcome.reason}`)
    } else if (outcome.rejected) {
      warn(`the server refused an event: ${outcome.rejected}`)
    }
    if (waiting.length || overdue || isFull()) flushIn(0)
    else if (queue.size || queue.recorded) flushIn(flushInterval)
    overdue = false
  })

  /**
   * Two batches of one tab under way at once may overtake each other, and the later one would make the earlier one
   * look like a repetition. What must leave meanwhile leaves under a tab id of its own.
   */
  const sendAside = () => {
    const aside = queue.cut({ id: uuidV4(), nextSeq: () => 0 }, KEEPALIVE_BATCH_BYTES)
    if (aside) postLast(write(aside))
  }

  return {
    start: () => {
      visit++
      here = true
      inFlight = false
      waiting = tab.take()
      if (waiting.length || queue.size || queue.recorded) flushIn(FIRST_FLUSH_MS)
    },
    noticed: () => {
      if (!here) sendAside()
      else if (isFull()) flushIn(0)
      else flushIn(firstFlush ? Math.min(FIRST_FLUSH_MS, flushInterval) : flushInterval)
    },
    flush,
    leave: () => {
      if (!here) return
      here = false
      visit++
      clearTimeout(timer)
      timer = undefined
      const mayPost = !asked || ticks() >= notBefore
      // A batch that has failed before is sent and handed on: its seq tells the server that it is the same.
      const last = inFlight || !mayPost ? undefined : (waiting[0] ?? queue.cut(tab, KEEPALIVE_BATCH_BYTES))
      if (inFlight) sendAside()
      else if (last) postLast(write(last))
      for (let batch = queue.cut(tab); batch; batch = queue.cut(tab)) waiting.push(batch)
      tab.release(waiting)
    },
  }
}
