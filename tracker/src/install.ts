// Puts the one global `UserTracker` in the page, and takes over what a snippet has queued.
import { guarded, warn } from './guard.ts'
import { openStore } from './identity/store.ts'
import type { Calls, Traits } from './later/calls.ts'
import { EARLY_CALLS_MAX } from './limits.ts'
import { type ResolvedOptions, resolveOptions, type TrackerOptions } from './options.ts'
import type { Presence, PresenceOptions } from './presence/options.ts'
import { isRefused } from './privacy/refused.ts'
import type { ScriptTag } from './script-tag.ts'
import { startTracker, type Tracker } from './tracker.ts'

/** A second script, or a second `init`. */
const TWICE = 'is here already'

const CONSENT_KEY = 'playhead_consent'

type Call = [method: string, ...args: unknown[]]

/** What a snippet may have put in place before this script came: calls that wait in `q`. */
type Snippet = { q: Call[] }

export type UserTracker = Calls & {
  /** Tells the site who of its users is there, and them of this one. */
  presence: { start: (options?: PresenceOptions) => Presence }
  init: (options: TrackerOptions) => void
  track: Tracker['track']
  /** From now on events carry the site's own id of the person; another id than before starts a new visitor. */
  identify: (userId: string, traits?: Traits) => void
  /** Somebody else is here from now on. `forget` also deletes what this browser keeps, and stops. */
  reset: (options?: { forget?: boolean }) => void
  /** What the visitor said; it is remembered until the opposite is said. */
  consent: (state: 'granted' | 'denied') => void
  getSessionHeaders: Tracker['getSessionHeaders']
  stop: () => void
  /** The snippet's way to call, which goes on working once the script is here. */
  q: { push: (call: Call) => void }
}

export type Page = { UserTracker?: UserTracker | Snippet }

/** A page that has one already keeps it. */
export const install = (page: Page, tag: ScriptTag): UserTracker => {
  const before = page.UserTracker
  const waiting = before && Array.isArray(before.q) ? before.q : undefined
  if (before && !waiting) {
    warn(TWICE)
    return before as UserTracker
  }

  let running: Tracker | undefined
  /** Calls that wait. After `stop` there is no such list: what is done then is meant not to be tracked. */
  let early: Call[] | undefined = []

  const call = (...[name, ...args]: Call) => {
    const act = running?.[name as keyof Tracker] as ((...args: unknown[]) => void) | undefined
    if (act) act(...args)
    else if (early && early.length < EARLY_CALLS_MAX) early.push([name, ...args])
  }

  const callEarly = () => {
    for (const waiting of early?.splice(0) ?? []) call(...waiting)
  }

  /** Of the last `init`, until `stop`: it may wait for consent. */
  let asked: ResolvedOptions | undefined
  const kept = openStore(() => localStorage)

  const stop = () => {
    running?.stop()
    running = asked = early = undefined
  }

  const start = guarded((options: ResolvedOptions) => {
    asked = options
    const said = kept.get(CONSENT_KEY)
    if (isRefused(options.respectDoNotTrack)) early = undefined
    else if (said === 'granted' || (said !== 'denied' && options.consent !== 'required')) {
      running = startTracker(options, stop, callEarly)
      callEarly()
    }
  })

  const wipe = (forget?: boolean) => {
    running?.wipe(forget)
    stop()
  }

  const tracker = {
    init: (options) => {
      if (asked) return warn(TWICE)
      const resolved = resolveOptions(options, document, tag.places)
      // A page that is rendered ahead may never be seen.
      if ((document as { prerendering?: boolean }).prerendering) {
        document.addEventListener('prerenderingchange', () => start(resolved), { once: true })
      } else start(resolved)
    },
    consent: (state) => {
      const options = asked
      if (state === 'denied') {
        wipe()
        // It may be granted later on the same page.
        asked = options
        early = []
      }
      kept.set(CONSENT_KEY, state)
      if (state === 'granted' && options && !running) start(options)
    },
    stop,
    getSessionHeaders: () => running?.getSessionHeaders() ?? {},
    q: { push: (call) => replay(call) },
  } as UserTracker
  /** What may be called before `init`, before consent, and before the part is here that does it. */
  const offer = (on: Record<string, unknown>, names: string, ...before: unknown[]) => {
    for (const name of names.split(' ')) {
      on[name] = (...args: unknown[]) => call(...([...before, name, ...args] as Call))
    }
  }
  offer(tracker, 'track identify reset setTraits login activity')
  const { identify, reset } = tracker
  const presence = (options?: PresenceOptions) => {
    // Until the part is there, nobody's status is known.
    const handle = { statusOf() {} } as unknown as Presence
    offer(handle, 'watch unwatch setStatus stop', 'presence', handle)
    call('presence', handle, 'start', options)
    return handle
  }
  // A function of itself as well, so that a snippet can queue the call by its name.
  tracker.presence = Object.assign(presence, { start: presence })
  tracker.identify = (userId, traits) => {
    identify(userId)
    if (traits) tracker.setTraits(traits)
  }
  tracker.reset = (options) => (options?.forget ? wipe(true) : reset())

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
  return tracker
}
