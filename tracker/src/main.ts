// The script itself: puts the one global `UserTracker` in the page and starts by what its tag says.
import { guarded, warn } from './guard.ts'
import { openStore } from './identity/store.ts'
import { EARLY_CALLS_MAX } from './limits.ts'
import { type ResolvedOptions, resolveOptions, type TrackerOptions } from './options.ts'
import { isBot, wantsNoTracking } from './privacy/refused.ts'
import { readScriptTag } from './script-tag.ts'
import { startTracker, type Tracker } from './tracker.ts'

const CONSENT_KEY = 'playhead_consent'

type Call = [method: string, ...args: unknown[]]

/** What a snippet may have put in place before this script came: calls that wait in `q`. */
type Snippet = { q: Call[] }

/** What may be called before `init`, or before consent: it is done as soon as the tracker runs. */
const LATER = ['track', 'identify', 'setTraits', 'login', 'activity', 'presence', 'reset'] as const

export type UserTracker = Pick<Tracker, Exclude<(typeof LATER)[number], 'reset'> | 'getSessionHeaders'> & {
  init: (options: TrackerOptions) => void
  /** Somebody else is here from now on. `forget` also deletes what this browser keeps, and stops. */
  reset: (options?: { forget?: boolean }) => void
  /** What the visitor said; it is remembered until the opposite is said. */
  consent: (state: 'granted' | 'denied') => void
  stop: () => void
  /** The snippet's way to call, which goes on working once the script is here. */
  q: { push: (call: Call) => void }
}

type Page = { UserTracker?: UserTracker | Snippet }

const parseSelector = (selector: string) => document.createDocumentFragment().querySelector(selector)

const install = (page: Page) => {
  const before = page.UserTracker
  const waiting = Array.isArray(before?.q) ? before.q : undefined
  if (before && !waiting) return warn('the script is in this page twice; this one does nothing')

  const tag = readScriptTag(document.currentScript)
  let running: Tracker | undefined
  /** Calls made before `init`. After `stop` there is no such list: what is done then is meant not to be tracked. */
  let early: ((tracker: Tracker) => void)[] | undefined = []

  const whenRunning = (act: (tracker: Tracker) => void) => {
    if (running) act(running)
    else if (early && early.length < EARLY_CALLS_MAX) early.push(act)
  }

  /** Of an `init` that waits for consent. */
  let asked: ResolvedOptions | undefined
  const kept = openStore(() => localStorage)

  const stop = () => {
    running?.stop()
    running = undefined
    early = undefined
  }

  const start = guarded((options: ResolvedOptions) => {
    if (isBot() || (options.respectDoNotTrack && wantsNoTracking())) {
      early = undefined
      return
    }
    if (options.consent === 'required' && kept.get(CONSENT_KEY) !== 'granted') {
      asked = options
      return
    }
    running = startTracker(options, stop)
    for (const act of early ?? []) act(running)
    early = undefined
  })

  const forget = () => {
    running?.forget()
    stop()
  }

  const tracker = {
    init: (options) => {
      if (running || asked) return warn('init was called again; the tracker runs already')
      const resolved = resolveOptions(options, { ...tag, base: document.baseURI, parseSelector })
      if (/^http:/.test(resolved.apiUrl) && !/^(localhost|127\.|\[::1)/.test(new URL(resolved.apiUrl).host)) {
        warn('apiUrl is http: what visitors do travels in the clear')
      }
      // A page that is rendered ahead may never be seen.
      if ((document as { prerendering?: boolean }).prerendering) {
        document.addEventListener('prerenderingchange', () => start(resolved), { once: true })
      } else start(resolved)
    },
    consent: (state) => {
      if (state === 'granted') {
        kept.set(CONSENT_KEY, state)
        const options = asked
        asked = undefined
        if (options) start(options)
      } else {
        const options = running?.options ?? asked
        forget()
        kept.remove(CONSENT_KEY)
        // May be granted later on the same page.
        asked = options && { ...options, consent: 'required' }
        early = []
      }
    },
    stop,
    getSessionHeaders: () => running?.getSessionHeaders() ?? {},
    q: { push: (call) => replay(call) },
  } as UserTracker
  for (const name of LATER) {
    tracker[name] = (...args: unknown[]) =>
      whenRunning((it) => (it[name] as (...args: unknown[]) => void)(...args))
  }
  const { reset } = tracker
  tracker.reset = (options) => (options?.forget ? forget() : reset())

  /** For calls whose caller is gone: an error goes to the console, where the developer looks. */
  const replay = ([method, ...args]: Call) => {
    try {
      const act = tracker[method as keyof UserTracker] as ((...args: unknown[]) => unknown) | undefined
      act?.(...args)
    } catch (error) {
      console.error(error)
    }
  }

  page.UserTracker = tracker
  if (tag.options) replay(['init', tag.options])
  for (const call of waiting ?? []) replay(call)
  // A caller may have kept the snippet's functions: what they queue from now on is done at once.
  if (waiting) Object.assign(waiting, { push: replay })
}

install(window as Page)
