// What the core offers to instruments and parts: the page's side of everything they may do.
import type { Event, Target } from '../../core/ingest/envelope.ts'
import type { PageSettings } from '../../core/projects/page-settings.ts'
import type { guarded } from './guard.ts'
import type { Who } from './identity/identity.ts'
import type { Store } from './identity/store.ts'
import type { Deed } from './instruments/deeds.ts'
import type { Calls } from './later/calls.ts'
import type { Erasure } from './later/erasure.ts'
import type { PresenceCall } from './later/presence-calls.ts'
import type { ResolvedOptions } from './options.ts'
import type { listen } from './page/listen.ts'
import type { patch } from './page/patch.ts'
import type { Privacy } from './privacy/privacy.ts'
import type { Outcome } from './transport/outcome.ts'
import type { DropReason } from './transport/queue.ts'
import type { Equipment } from './transport/sender.ts'
import type { Undo } from './undo.ts'

export type Settings = PageSettings

export type Draft = {
  name: string
  props?: Event['props'] | undefined
  target?: Target | undefined
  referrer?: string | undefined
  activity?: true | undefined
}

export type Page = { url: string }

export type Site = {
  options: ResolvedOptions
  /** What the project says, as far as it is known; read anew each time, for an answer may bring news. */
  readonly settings: Settings
  /** Puts an event in the queue. What is returned may be completed until its batch leaves. */
  capture: (draft: Draft) => Event
  /** Counts what had to be left out; the next batch tells it. */
  drop: (reason: DropReason, count?: number) => void
  /**
   * Pieces of the recording as JSON, in the order they happened, each below half a million characters.
   * `fresh`: with the first of them the recording begins anew, by a full snapshot.
   */
  record: (pieces: string[], fresh?: boolean) => void
  /** While held, no recording leaves the page, and only what follows the last but one beginning is kept. */
  hold: (on: boolean) => void
  /** Pieces of the recording were thrown away: what follows must begin with a full snapshot. */
  onDropped: (act: () => void) => Undo
  privacy: Privacy
  /** Fields that hold passwords, whatever type they are of by now. */
  passwords: WeakSet<Element>
  /** Another session or visitor than a moment ago: the recording begins anew. */
  onSession: (act: (who: Who) => void) => Undo
  /** A page view: a load, a step of a single-page app, a return from the browser's cache. */
  onPage: (act: (page: Page) => void) => Undo
  /** The page goes: the last word. */
  onLeave: (act: () => void) => Undo
  now: () => number
  /** Is told each event, and each body with what came of it; who puts another in its place calls it from there. */
  told?: (told: Event | string, outcome?: Outcome) => void
  selectorOf: (element: Element) => string
  /** Is given whatever people do; who puts another in its place takes over what waits in it. */
  deeds: Pick<Deed[], 'length' | 'push'>
  /** Somebody wants to be erased: id and secret. */
  forgotten?: string
  /** What the tracker keeps in this browser, besides the visitor. */
  kept: Store
  track: (name: string, props?: Record<string, unknown>, more?: Pick<Draft, 'target' | 'activity'>) => void
  /** Hands over each call of `UserTracker.presence` from now on, and those that waited for the part. */
  onPresence: (act: (...call: PresenceCall) => void) => Undo
  flush: () => void
  /** Whose what happens now is. */
  who: () => Who & { tabId: string }
  /** Whether the session is in the site's own sample. */
  isTracked: () => boolean
  /** False if nobody has been here for longer than a session may rest. */
  isAttended: () => boolean
  /** Something waits to be sent. */
  noticed: () => void
  onSettings: (act: () => void) => Undo
  /** Takes what a part brings for the transport. */
  equip: (
    equipment: Equipment & { calls: Calls & Erasure & { presence: (...call: PresenceCall) => void } },
  ) => Undo
  guarded: typeof guarded
  listen: typeof listen
  patch: typeof patch
}

/** What a file of `parts/` exports as `start`. */
export type StartPart = (site: Site) => Undo
