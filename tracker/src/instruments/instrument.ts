// An instrument watches one thing in the page and tells it as events. It returns its own undo.
import type { Event, Target } from '../../../core/ingest/envelope.ts'
import type { DropReason } from '../transport/queue.ts'
import type { Undo } from '../undo.ts'

export type Draft = {
  name: string
  props?: Event['props'] | undefined
  target?: Target | undefined
  referrer?: string | undefined
}

export type Site = {
  /** Puts an event in the queue. What is returned may be completed until its batch leaves. */
  capture: (draft: Draft) => Event
  drop: (reason: DropReason) => void
}

export type Instrument = (site: Site) => Undo
