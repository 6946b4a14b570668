// One running tracker: identity, queue, transport, instruments and parts, wired together.
import type { Event } from '../../core/ingest/envelope.ts'
import { guarded, warn } from './guard.ts'
import { cookieArea } from './identity/cookie-area.ts'
import { openIdentity, type Traits, type Who } from './identity/identity.ts'
import { openStore } from './identity/store.ts'
import { openTab } from './identity/tab.ts'
import { uuidV7 } from './identity/uuid.ts'
import { visitorRules } from './identity/visitor.ts'
import { instruments } from './instruments/all.ts'
import type { RecordingLane } from './later/recording-lane.ts'
import { EVENT_PROPS_MAX_BYTES, USER_ID_MAX_CHARS } from './limits.ts'
import { openParts } from './load-parts.ts'
import type { ResolvedOptions } from './options.ts'
import { bytesOf } from './page/bytes-of.ts'
import { textOf } from './page/element-text.ts'
import { listen } from './page/listen.ts'
import { patch } from './page/patch.ts'
import { selectorOf } from './page/selector.ts'
import { createPrivacy } from './privacy/privacy.ts'
import { scrubText, scrubUrl } from './privacy/scrub-url.ts'
import { isTracked } from './sampling.ts'
import { openSettings } from './settings.ts'
import { createSignal } from './signal.ts'
import type { Draft, Page, Site } from './site.ts'
import { createPost, createPostLast } from './transport/post.ts'
import { createQueue } from './transport/queue.ts'
import { createSender } from './transport/sender.ts'
import { type Undo, undoAll } from './undo.ts'

export type Props = Record<string, unknown>

export type Activity = { targetType?: string; targetId?: string; metadata?: Props }

export type Tracker = {
  options: ResolvedOptions
  track: (name: string, props?: Props) => void
  identify: (userId: string, traits?: Traits) => void
  setTraits: (traits: Traits) => void
  /** Somebody has logged in, by which method the site knows. */
  login: (props?: { method?: string } & Props) => void
  /** What a user did, and to what. */
  activity: (action: string, activity?: Activity) => void
  /** Tells whether the user is here, away or gone, now and whenever it changes. */
  presence: () => void
  reset: () => void
  forget: () => void
  getSessionHeaders: () => Record<string, string>
  stop: Undo
}

const NAME = /^[A-Za-z0-9_.:$ -]{1,100}$/

/** `giveUp` stops the tracker for this page. */
export const startTracker = (options: ResolvedOptions, giveUp: () => void): Tracker => {
  const { apiUrl, key, batchSize, flushInterval, cookieDomain, ctaVariant, sampling } = options
  const now = Date.now
  const local = openStore(() => localStorage)
  const shared = cookieDomain ? openStore(() => cookieArea(cookieDomain)) : local
  const settings = openSettings(local, `playhead_settings_${key}`)
  const identity = openIdentity(shared, {
    visitorKey: options.storageKey,
    userDataKey: options.userDataKey,
    visitorRules: visitorRules(options.expiryDays, options.autoRefresh),
    sessionIdleMs: () => settings.current.idleMinutes * 60_000,
  })
  const tab = openTab(
    openStore(() => sessionStorage),
    `playhead_tab_${key}`,
  )
  const sessions = createSignal<Who>()
  const pages = createSignal<Page>()
  const losses = createSignal<void>()
  const leaves = createSignal<void>()
  const undos: Undo[] = []

  const makeEvent = ({ name, props = {}, target, referrer }: Draft): Event => ({
    eventId: uuidV7(now()),
    name,
    ts: now(),
    url: scrubUrl(location.href),
    referrer,
    props: { ...props, ...(ctaVariant && { ctaVariant }) } as Event['props'],
    target,
  })

  const queue = createQueue({
    maxEvents: batchSize,
    tell: (reason, count) => makeEvent({ name: 'tracker_dropped', props: { reason, count } }),
  })

  const url = () => `${apiUrl}/track?k=${key}&c=${settings.current.version}`
  const post = createPost(url, fetch)
  const sender = createSender({
    queue,
    tab,
    post,
    postLast: createPostLast(url, post),
    giveUp,
    online: () => navigator.onLine !== false,
    onSettings: (news) => {
      settings.keep(news)
      review()
    },
    batchSize,
    flushInterval,
    now,
    ticks: () => performance.now(),
    random: Math.random,
  })

  let who: Who = identity.at(now())
  let attendedAt = now()
  /** Nobody has been here for so long that the session is over: what the page does by itself is no visit. */
  let resting = false
  let lane: RecordingLane | undefined

  const isWanted = () => isTracked(who.sessionId, sampling)
  const review = () => (isWanted() ? parts.review(who.sessionId) : parts.stop())

  const attend = (ts: number): Who => {
    const { visitorId, sessionId } = who
    who = identity.at(ts)
    attendedAt = ts
    if (resting || who.visitorId !== visitorId || who.sessionId !== sessionId) {
      resting = false
      sessions.tell(who)
      review()
    }
    return who
  }

  const capture = (draft: Draft) => {
    const event = makeEvent(draft)
    if (draft.name === 'page_view') pages.tell({ url: `${event.url}` })
    const { visitorId, sessionId, userId } = attend(event.ts)
    if (userId) event.userId = userId
    if (isWanted()) {
      queue.push({ visitorId, sessionId, event })
      sender.noticed()
    }
    return event
  }

  const record = (pieces: unknown[], fresh = false) => {
    resting ||= now() - attendedAt > settings.current.idleMinutes * 60_000
    if (resting || !lane) return
    let lost = 0
    for (const piece of pieces) {
      lost += lane.push({
        ...who,
        at: now(),
        text: JSON.stringify(piece),
        fresh: fresh && piece === pieces[0],
      })
    }
    if (lane.size) sender.noticed()
    if (!lost) return
    queue.drop('recording_full', lost)
    losses.tell()
  }

  const privacy = createPrivacy(options, () => settings.current)
  const site: Site = {
    options,
    get settings() {
      return settings.current
    },
    capture,
    drop: queue.drop,
    record,
    hold: (on) => lane?.hold(on),
    onDropped: losses.on,
    privacy,
    onSession: sessions.on,
    who: () => ({ ...who, tabId: tab.id }),
    onPage: pages.on,
    onLeave: leaves.on,
    now,
    targetOf: (element) => ({ selector: selectorOf(element), text: textOf(element, privacy) }),
    equip: (equipment) => {
      lane = equipment.lane
      return sender.equip(equipment)
    },
    guarded,
    listen,
    patch,
    scrubUrl,
    scrubText,
  }
  const parts = openParts(site)

  const track = guarded((name: string, props: Props = {}, target?: Draft['target']) => {
    if (typeof name !== 'string' || !NAME.test(name)) {
      return warn(`an event's name has 1 to 100 letters, digits, spaces or _ . : $ -, unlike ${name}`)
    }
    const text = writeProps(props)
    if (text === undefined) {
      queue.drop('not_serializable')
      return warn(`the props of ${name} are no plain object of at most ${EVENT_PROPS_MAX_BYTES} bytes`)
    }
    // A copy: what the page does with its object afterwards is not what happened.
    capture({ name, props: JSON.parse(text), target })
  })

  /** Traits of somebody whom the site has not named stay in this browser. */
  const setTraits = guarded((traits: Traits) => {
    const all = identity.traits(traits)
    if (identity.at(now()).userId) track('identify', { traits: all })
  })

  const identify = guarded((userId: string, traits: Traits = {}) => {
    if (typeof userId !== 'string' || !userId || userId.length > USER_ID_MAX_CHARS) {
      return warn(`identify takes a text of 1 to ${USER_ID_MAX_CHARS} characters`)
    }
    const isNew = identity.identify(userId, now())
    const all = identity.traits(traits)
    if (isNew || Object.keys(traits).length) track('identify', Object.keys(all).length ? { traits: all } : {})
  })

  const presence = () => {
    const tell = (status: string) => {
      track('update_presence', { status })
      sender.flush()
    }
    const look = () => tell(document.hidden ? 'away' : 'online')
    look()
    undos.push(
      listen(document, 'visibilitychange', look),
      leaves.on(() => tell('offline')),
    )
  }

  undos.push(
    sender.leave,
    parts.stop,
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
  review()

  return {
    options,
    track,
    identify,
    setTraits,
    login: (props = {}) => track('login', props),
    activity: (action, { targetType, targetId, metadata = {} } = {}) =>
      track(action, metadata, { type: targetType, id: targetId }),
    presence,
    reset: guarded(() => identity.reset(now())),
    forget: () => {
      queue.clear()
      giveUp()
      identity.forget()
      settings.forget()
      tab.forget()
      indexedDB.deleteDatabase(`playhead_${key}`)
    },
    getSessionHeaders: () => ({ 'X-Session-ID': identity.sessionId(now()) }),
    stop: undoAll(undos),
  }
}

const writeProps = (props: unknown) => {
  try {
    if (props === null || typeof props !== 'object' || Array.isArray(props)) return undefined
    const text = JSON.stringify(props)
    return bytesOf(text) <= EVENT_PROPS_MAX_BYTES ? text : undefined
  } catch {
    return undefined
  }
}
