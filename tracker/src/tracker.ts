// One running tracker: identity, queue, transport and instruments, wired together.
import type { Event } from '../../core/ingest/envelope.ts'
import { guarded, warn } from './guard.ts'
import { openIdentity, type Who } from './identity/identity.ts'
import { openStore } from './identity/store.ts'
import { openTab } from './identity/tab.ts'
import { uuidV7 } from './identity/uuid.ts'
import { instruments } from './instruments/all.ts'
import { EVENT_PROPS_MAX_BYTES, USER_ID_MAX_CHARS } from './limits.ts'
import { openParts } from './load-parts.ts'
import type { ResolvedOptions } from './options.ts'
import { listen } from './page/listen.ts'
import { patch } from './page/patch.ts'
import { createPrivacy } from './privacy/privacy.ts'
import { scrubText, scrubUrl } from './privacy/scrub-url.ts'
import { openSettings } from './settings.ts'
import { createSignal } from './signal.ts'
import type { Draft, Page, Site } from './site.ts'
import { createPost, createPostLast } from './transport/post.ts'
import { createQueue } from './transport/queue.ts'
import { createSender } from './transport/sender.ts'
import { type Undo, undoAll } from './undo.ts'

export type Tracker = {
  track: (name: string, props?: Record<string, unknown>) => void
  identify: (userId: string) => void
  getSessionHeaders: () => Record<string, string>
  stop: Undo
}

const NAME = /^[A-Za-z0-9_.:$ -]{1,100}$/

export const startTracker = (options: ResolvedOptions): Tracker => {
  const { apiUrl, key, batchSize, flushInterval } = options
  const now = Date.now
  const kept = openStore(() => localStorage)
  const identity = openIdentity(kept, options.storageKey)
  const settings = openSettings(kept, `playhead_settings_${key}`)
  const tab = openTab(
    openStore(() => sessionStorage),
    `playhead_tab_${key}`,
  )
  const sessions = createSignal<Who>()
  const pages = createSignal<Page>()
  const losses = createSignal<void>()

  const makeEvent = ({ name, props = {}, target, referrer }: Draft): Event => ({
    eventId: uuidV7(now()),
    name,
    ts: now(),
    url: scrubUrl(location.href),
    referrer,
    props,
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
    onSettings: (news) => {
      settings.keep(news)
      parts.review(who.sessionId)
    },
    batchSize,
    flushInterval,
    now,
    ticks: () => performance.now(),
    random: Math.random,
  })

  let who: Who = identity.at(now())

  /** What happens in a page goes on to belong to whom the last event belonged to. */
  const attend = (ts: number): Who => {
    const { visitorId, sessionId } = who
    who = identity.at(ts)
    if (who.visitorId !== visitorId || who.sessionId !== sessionId) {
      sessions.tell(who)
      parts.review(who.sessionId)
    }
    return who
  }

  const capture = (draft: Draft) => {
    const event = makeEvent(draft)
    const { visitorId, sessionId, userId } = attend(event.ts)
    if (userId) event.userId = userId
    queue.push({ visitorId, sessionId, event })
    sender.noticed()
    if (draft.name === 'page_view' && event.url) pages.tell({ url: event.url })
    return event
  }

  const record = (pieces: unknown[]) => {
    const { visitorId, sessionId } = who
    let whole = true
    for (const piece of pieces) {
      whole = queue.record({ visitorId, sessionId, text: JSON.stringify(piece) }) && whole
    }
    sender.noticed()
    if (!whole) losses.tell()
  }

  const site: Site = {
    options,
    get settings() {
      return settings.current
    },
    capture,
    drop: queue.drop,
    record,
    onDropped: losses.on,
    privacy: createPrivacy(options, () => settings.current),
    onSession: sessions.on,
    onPage: pages.on,
    now,
    guarded,
    listen,
    patch,
    scrubUrl,
    scrubText,
  }
  const parts = openParts(site)

  const identify = guarded((userId: string) => {
    if (typeof userId !== 'string' || !userId || userId.length > USER_ID_MAX_CHARS) {
      return warn(`identify takes a text of 1 to ${USER_ID_MAX_CHARS} characters`)
    }
    if (identity.identify(userId, now())) capture({ name: 'identify' })
  })

  const track = guarded((name: string, props: Record<string, unknown> = {}) => {
    if (typeof name !== 'string' || !NAME.test(name)) {
      return warn(
        `track takes a name of 1 to 100 letters, digits, spaces or _ . : $ -, not ${String(name).slice(0, 100)}`,
      )
    }
    const text = writeProps(props)
    if (text === undefined) {
      queue.drop('not_serializable')
      return warn(`the props of ${name} are no plain object of at most ${EVENT_PROPS_MAX_BYTES} bytes`)
    }
    // A copy: what the page does with its object afterwards is not what happened.
    capture({ name, props: JSON.parse(text) })
  })

  const undos: Undo[] = [
    sender.leave,
    listen(window, 'pagehide', sender.leave),
    listen<PageTransitionEvent>(window, 'pageshow', ({ persisted }) => persisted && sender.start()),
    listen(document, 'visibilitychange', () => document.visibilityState === 'hidden' && sender.flush()),
  ]
  sender.start()
  if (options.userId) identify(options.userId)
  for (const start of instruments) guarded(() => undos.push(start(site)))()
  undos.push(parts.stop)
  parts.review(who.sessionId)

  return {
    track,
    identify,
    getSessionHeaders: () => ({ 'X-Session-ID': identity.sessionId(now()) }),
    stop: undoAll(undos),
  }
}

const writeProps = (props: unknown) => {
  try {
    if (props === null || typeof props !== 'object' || Array.isArray(props)) return undefined
    const text = JSON.stringify(props)
    return new TextEncoder().encode(text).length <= EVENT_PROPS_MAX_BYTES ? text : undefined
  } catch {
    return undefined
  }
}
