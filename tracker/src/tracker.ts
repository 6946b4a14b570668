// One running tracker: identity, queue, transport and instruments, wired together.
import type { Event } from '../../core/ingest/envelope.ts'
import { guarded, warn } from './guard.ts'
import { openIdentity } from './identity/identity.ts'
import { openStore } from './identity/store.ts'
import { openTab } from './identity/tab.ts'
import { uuidV7 } from './identity/uuid.ts'
import { instruments } from './instruments/all.ts'
import type { Draft } from './instruments/instrument.ts'
import { BATCH_EVENTS_MAX_BYTES, EVENT_PROPS_MAX_BYTES, USER_ID_MAX_CHARS } from './limits.ts'
import type { ResolvedOptions } from './options.ts'
import { listen } from './page/listen.ts'
import { scrubUrl } from './privacy/scrub-url.ts'
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
  const identity = openIdentity(
    openStore(() => localStorage),
    options.storageKey,
  )
  const tab = openTab(
    openStore(() => sessionStorage),
    `playhead_tab_${key}`,
  )

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
    maxBytes: BATCH_EVENTS_MAX_BYTES,
    tell: (reason, count) => makeEvent({ name: 'tracker_dropped', props: { reason, count } }),
  })

  const url = `${apiUrl}/track?k=${key}`
  const post = createPost(url, fetch)
  const sender = createSender({
    queue,
    tab,
    post,
    postLast: createPostLast(url, post),
    batchSize,
    flushInterval,
    now,
    ticks: () => performance.now(),
    random: Math.random,
  })

  const capture = (draft: Draft) => {
    const event = makeEvent(draft)
    const { visitorId, sessionId, userId } = identity.at(event.ts)
    if (userId) event.userId = userId
    queue.push({ visitorId, sessionId, event })
    sender.noticed()
    return event
  }

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
  for (const start of instruments) guarded(() => undos.push(start({ capture, drop: queue.drop })))()

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
