// The script itself: puts the one global `UserTracker` in the page and starts by what its tag says.
import { guarded, warn } from './guard.ts'
import { EARLY_CALLS_MAX } from './limits.ts'
import { type ResolvedOptions, resolveOptions, type TrackerOptions } from './options.ts'
import { readScriptTag } from './script-tag.ts'
import { startTracker, type Tracker } from './tracker.ts'

type Call = [method: string, ...args: unknown[]]

/** What a snippet may have put in place before this script came: calls that wait in `q`. */
type Snippet = { q: Call[] }

export type UserTracker = {
  init: (options: TrackerOptions) => void
  track: Tracker['track']
  identify: Tracker['identify']
  stop: () => void
  getSessionHeaders: Tracker['getSessionHeaders']
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

  const start = guarded((options: ResolvedOptions) => {
    running = startTracker(options)
    for (const act of early ?? []) act(running)
    early = undefined
  })

  const tracker: UserTracker = {
    init: (options) => {
      if (running) return warn('init was called again; the tracker runs already')
      start(resolveOptions(options, { ...tag, base: document.baseURI, parseSelector }))
    },
    track: (name, props) => whenRunning((it) => it.track(name, props)),
    identify: (userId) => whenRunning((it) => it.identify(userId)),
    stop: () => {
      running?.stop()
      running = undefined
      early = undefined
    },
    getSessionHeaders: () => running?.getSessionHeaders() ?? {},
    q: { push: (call) => replay(call) },
  }

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
