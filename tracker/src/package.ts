// The npm package: the same tracker, imported instead of embedded, and helpers for the site's own requests.
export { agoText, lastLoginText, presenceText } from '../../core/presence/presence-text.ts'

import { install, type Page, type UserTracker as Tracker } from './install.ts'

export type { Activity, Traits } from './later/calls.ts'
export type { OptionError, TrackerOptions } from './options.ts'
export type {
  Presence,
  PresenceMessage,
  PresenceOptions,
  PresenceStatus,
  PresenceUpdate,
} from './presence/options.ts'
export type UserTracker = Tracker

/** On a server there is no visitor: whatever is called there does nothing. */
const silent: Tracker = new Proxy(() => {}, {
  // Whoever awaits what a call returned must not wait for ever.
  get: (_, name) => (name === 'getSessionHeaders' ? () => ({}) : name === 'then' ? undefined : silent),
  apply: () => silent,
}) as unknown as Tracker

/** The page's one tracker, whether a script or this package has put it there. */
export const UserTracker: Tracker = typeof window === 'undefined' ? silent : install(window as Page, {})

/** `fetch` with the session's header, for the site's own API. */
export const fetchWithSession: typeof fetch = (input, init) => {
  const request = new Request(input, init)
  for (const [name, value] of Object.entries(UserTracker.getSessionHeaders()))
    request.headers.set(name, value)
  return fetch(request)
}

/** What this needs of an axios instance. */
export type AxiosLike = {
  interceptors: {
    request: {
      // biome-ignore lint/suspicious/noExplicitAny: axios types its configurations in its own, narrower way.
      use: (change: (config: any) => any) => number
      eject: (id: number) => void
    }
  }
}

/** Puts the session's header on every request of an axios instance; returns how to end that. */
export const addSessionTo = ({ interceptors: { request } }: AxiosLike): (() => void) => {
  const id = request.use((config) => {
    config.headers = Object.assign(config.headers ?? {}, UserTracker.getSessionHeaders())
    return config
  })
  return () => request.eject(id)
}
