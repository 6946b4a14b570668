// The recorder alone in a page: what it would hand to the queue is kept, to be asked for.

import { guarded } from '../../../tracker/src/guard.ts'
import type { Who } from '../../../tracker/src/identity/identity.ts'
import { DEFAULTS, type ResolvedOptions } from '../../../tracker/src/options.ts'
import { listen } from '../../../tracker/src/page/listen.ts'
import { patch } from '../../../tracker/src/page/patch.ts'
import { createPrivacy } from '../../../tracker/src/privacy/privacy.ts'
import type { Breaker } from '../../../tracker/src/recording/breaker.ts'
import { createRrwebEngine } from '../../../tracker/src/recording/rrweb/rrweb-engine.ts'
import { startRecording } from '../../../tracker/src/recording/start.ts'
import { createSignal } from '../../../tracker/src/signal.ts'
import type { Draft, Page, Settings, Site } from '../../../tracker/src/site.ts'

type Given = {
  options?: Partial<ResolvedOptions>
  recording?: Partial<Settings['recording']>
  /** Never pauses, however slow the machine is. */
  patient?: boolean
}

const PATIENT: Breaker = { spent: () => undefined, mutated: () => undefined, isOver: () => true }

const startInPage = ({ options = {}, recording = {}, patient = true }: Given = {}) => {
  const pieces: string[] = []
  const drafts: Draft[] = []
  const drops: string[] = []
  const sessions = createSignal<Who>()
  const pages = createSignal<Page>()
  const losses = createSignal<void>()
  const resolved = { ...DEFAULTS, apiUrl: `${location.origin}/api/v1`, ...options }
  const settings: Settings = {
    version: '',
    idleMinutes: 30,
    recording: {
      enabled: true,
      sampleRate: 1,
      mode: 'always',
      consoles: false,
      network: false,
      canvas: false,
      ...recording,
    },
    screenshots: { enabled: false, sampleRate: 0 },
    masking: { inputs: false, text: false },
  }
  let isHeld = false
  let held: string[] = []
  // As much of it as a recorder asks for.
  const given: Partial<Site> = {
    options: resolved,
    settings,
    capture: (draft) => {
      drafts.push(draft)
      return { eventId: '', name: draft.name, ts: Date.now(), props: {} }
    },
    drop: (reason) => drops.push(reason),
    record: (events, fresh) => {
      if (fresh) held = []
      for (const event of events) (isHeld ? held : pieces).push(event)
    },
    hold: (on) => {
      isHeld = on
      pieces.push(...held.splice(0))
    },
    onLeave: () => () => undefined,
    equip: () => () => undefined,
    onDropped: losses.on,
    privacy: createPrivacy(resolved, () => settings),
    passwords: new WeakSet(),
    onSession: sessions.on,
    who: () => ({ visitorId: 'v', sessionId: 's', tabId: 't' }),
    onPage: pages.on,
    now: Date.now,
    guarded,
    listen,
    patch,
  }
  const stop = startRecording(given as Site, createRrwebEngine, patient ? PATIENT : undefined)
  return {
    /** What was recorded so far, as JSON texts. */
    pieces: () => pieces.slice(),
    drafts: () => drafts.slice(),
    drops: () => drops.slice(),
    lose: () => losses.tell(),
    session: () => sessions.tell({ visitorId: 'v', sessionId: 's' }),
    page: (url: string) => pages.tell({ url }),
    stop,
  }
}

Object.assign(window, { startInPage })
