// One running tracker: identity, queue, transport, instruments and parts, wired together.
import type { Event } from '../../core/ingest/envelope.ts'
import { attempt, guarded, warn } from './guard.ts'
import { cookieArea } from './identity/cookie-area.ts'
import { forgottenKeyOf } from './identity/forgotten.ts'
import { openIdentity, type Who } from './identity/identity.ts'
import { openStore } from './identity/store.ts'
import { openTab } from './identity/tab.ts'
import { uuidV7 } from './identity/uuid.ts'
import { SECRET_KEY } from './identity/visitor.ts'
import { instruments } from './instruments/all.ts'
import type { Calls } from './later/calls.ts'
import type { Erasure } from './later/erasure.ts'
import type { PresenceCall } from './later/presence-calls.ts'
import { EVENT_PROPS_MAX_BYTES, USER_ID_MAX_CHARS } from './limits.ts'
import { loadLater } from './load-later.ts'
import type { ResolvedOptions } from './options.ts'
import { bytesOf } from './page/bytes-of.ts'
import { listen } from './page/listen.ts'
import { patch } from './page/patch.ts'
import { selectorOf } from './page/selector.ts'
import { createPrivacy } from './privacy/privacy.ts'
import { scrubUrl } from './privacy/scrub-url.ts'
import { isTracked, rateAt, SAMPLED_KEY } from './sampling.ts'
import { openSettings } from './settings.ts'
import { createSignal } from './signal.ts'
import type { Draft, Page, Site } from './site.ts'
import { createPost } from './transport/post.ts'
import { createQueue } from './transport/queue.ts'
import { createSender } from './transport/sender.ts'
import { type Undo, undoAll } from './undo.ts'

export type Props = Record<string, unknown>

export type Tracker = {
  track: (name: string, props?: Props) => void
  identify: (userId: string) => void
  reset: () => void
  /** Deletes what this browser keeps, and stops; `forget` has the server erase the visitor, too. */
  wipe: (forget?: boolean) => void
  getSessionHeaders: () => Record<string, string>
  stop: Undo
  presence?: (...call: PresenceCall) => void
} & Partial<Calls & Erasure>

/** `giveUp` stops the tracker for this page; `onCalls` tells that it takes more calls than before. */
export const startTracker = (options: ResolvedOptions, giveUp: Undo, onCalls: () => void): Tracker => {
  const { apiUrl, key, cookieDomain, ctaVariant } = options
  const now = Date.now
  const local = openStore(() => localStorage)
  const shared = cookieDomain ? openStore(() => cookieArea(cookieDomain)) : local
  const settingsKey = `playhead_settings_${key}`
  const settings = openSettings(local, settingsKey)
  const sessionIdleMs = () => settings.current.idleMinutes * 60_000
  const identity = openIdentity(shared, local, options, sessionIdleMs)
  const tab = openTab(
    openStore(() => sessionStorage),
    `playhead_tab_${key}`,
  )
  const sessions = createSignal<Who>()
  const pages = createSignal<Page>()
  const news = createSignal<void>()
  const leaves = createSignal<void>()
  const undos: Undo[] = []

  const makeEvent = ({ name, props, target, referrer, activity }: Draft): Event => ({
    eventId: uuidV7(now()),
    name,
    ts: now(),
    url: scrubUrl(location.href),
    referrer,
    props: { ...props, ...(ctaVariant && { ctaVariant }) } as Event['props'],
    target,
    activity,
  })

  const queue = createQueue(options.batchSize, (reason, count) =>
    makeEvent({ name: 'tracker_dropped', props: { reason, count } }),
  )

  const send = createPost(fetch)
  const sender = createSender(
    queue,
    tab,
    async (body, zip) => {
      const outcome = await send(`${apiUrl}/track?k=${key}&c=${settings.current.version}`, body, zip)
      site.told?.(body, outcome)
      return outcome
    },
    giveUp,
    (said) => {
      settings.keep(said)
      news.tell()
    },
    options,
    navigator,
  )

  let who: Who = identity.at(now())
  let attendedAt = now()

  let sampled: string | null | undefined
  /** Once in the sample, a session stays in it, on whichever pages and in whichever tabs it goes on. */
  const isWanted = () => {
    const { sessionId } = who
    if (sampled !== sessionId) {
      if (isTracked(sessionId, rateAt(location.pathname, options.sampling)))
        shared.set(SAMPLED_KEY, sessionId)
      sampled = shared.get(SAMPLED_KEY)
    }
    return sampled === sessionId
  }

  const capture = (draft: Draft) => {
    const event = makeEvent(draft)
    if (draft.name === 'page_view') pages.tell({ url: `${event.url}` })
    const before = who
    who = identity.at(event.ts)
    attendedAt = event.ts
    const { visitorId, sessionId, userId } = who
    if (before.visitorId !== visitorId || before.sessionId !== sessionId) sessions.tell(who)
    if (userId) event.userId = userId
    if (isWanted()) {
      queue.push({ visitorId, sessionId, event })
      sender.noticed()
      site.told?.(event)
    }
    return event
  }

  const privacy = createPrivacy(options, () => settings.current)
  const track = guarded((name: string, props: Props = {}, more?: Omit<Draft, 'name'>) => {
    // Whether the name is one, the server says: its answer names the reason.
    const text = attempt(() => JSON.stringify(props)) || ''
    if (text[0] !== '{' || bytesOf(text) > EVENT_PROPS_MAX_BYTES) {
      queue.drop('not_serializable')
      return warn(`bad props: ${name}`)
    }
    // A copy: what the page does with its object afterwards is not what happened.
    capture({ ...more, name, props: JSON.parse(text) })
  })

  const identify = guarded((userId: string) => {
    if (typeof userId !== 'string' || !userId || userId.length > USER_ID_MAX_CHARS)
      warn(`bad user id: ${userId}`)
    else if (identity.identify(userId, now())) capture({ name: 'identify' })
  })

  // What records comes with the part that is loaded later.
  const site = {
    options,
    get settings() {
      return settings.current
    },
    capture,
    drop: queue.drop,
    privacy,
    onSession: sessions.on,
    onPage: pages.on,
    onLeave: leaves.on,
    now,
    selectorOf,
    deeds: [] as Site['deeds'],
    kept: shared,
    track,
    flush: sender.flush,
    who: () => ({ ...who, tabId: tab.id }),
    isTracked: isWanted,
    isAttended: () => now() - attendedAt <= sessionIdleMs(),
    noticed: sender.noticed,
    onSettings: news.on,
    equip: (equipment) => {
      Object.assign(tracker, equipment.calls)
      onCalls()
      return sender.equip(equipment)
    },
    guarded,
    listen,
    patch,
  } as Site
  const tracker: Tracker = {
    track,
    identify,
    reset: () => identity.reset(now()),
    wipe: (forget) => {
      const proof = local.get(SECRET_KEY)
      // Whom another tracker has named has no secret: such a visitor is forgotten by this browser alone.
      if (forget && proof?.startsWith(who.visitorId)) {
        local.set(forgottenKeyOf(key), proof)
        if (tracker.tellForgotten) tracker.tellForgotten(proof)
        else site.forgotten = proof
      }
      queue.clear()
      giveUp()
      identity.wipe()
      local.remove(settingsKey)
      tab.take()
      indexedDB.deleteDatabase(`playhead_${key}`)
    },
    getSessionHeaders: () => ({ 'X-Session-ID': identity.sessionId(now()) }),
    stop: undoAll(undos),
  }

  undos.push(
    sender.leave,
    listen(window, 'online', sender.online),
    listen<PageTransitionEvent>(window, 'pageshow', ({ persisted }) => persisted && sender.start()),
  )
  sender.start()
  if (options.userId) identify(options.userId)
  for (const start of instruments) guarded(() => undos.push(start(site)))()
  undos.push(
    listen(window, 'pagehide', () => {
      leaves.tell()
      sender.leave()
    }),
    listen(document, 'visibilitychange', () => document.hidden && sender.flush()),
  )
  undos.push(loadLater(site))

  return tracker
}
