// What a site may set, and a clear error for what it may not.
import { BATCH_MAX_EVENTS, USER_ID_MAX_CHARS } from './limits.ts'

export type TrackerOptions = {
  /** The project's public key, `pk_…`. */
  key: string
  /** Where batches go, as in `https://playhead.example/api/v1`. Left out, it follows from the script's own address. */
  apiUrl?: string
  /** The folder of the script's parts, if it is not the one beside the script. */
  partsUrl?: string
  /** The site's own id of the person, if it is known already. */
  userId?: string | null
  /** The variant of an experiment that the visitor sees; it stands in every event. */
  ctaVariant?: string | null
  /** Events a batch holds at most: 50 unless said otherwise. */
  batchSize?: number
  /** Milliseconds an event waits for others at most: 5,000 unless said otherwise. */
  flushInterval?: number
  /** Milliseconds the recording waits for an event whose batch takes it along: 15,000 unless said otherwise. */
  recordingInterval?: number
  /** Where the visitor's id is kept: `playhead_visitor` unless said otherwise. */
  storageKey?: string
  /** Where what `setTraits` said is kept: `playhead_user_data` unless said otherwise. */
  userDataKey?: string
  /** Days for which a visitor is remembered: 30 unless said otherwise. */
  expiryDays?: number
  /** `false`: the days count from the first visit, not from the last. */
  autoRefresh?: boolean
  /** Keeps ids in cookies of this domain, as in `shop.example`, so that its subdomains share them. */
  cookieDomain?: string | null
  /** Share of the sessions that are tracked at all, from 0 to 1, decided once a session. */
  sampling?: number
  /** `false`: browsers that send Do Not Track or Global Privacy Control are tracked too. */
  respectDoNotTrack?: boolean
  /** `required`: nothing is stored or sent before `consent('granted')`. */
  consent?: 'granted' | 'required'
  /** `false`: the recorder is never loaded, whatever the project says. */
  record?: boolean
  /** `false`: pages are never pictured, whatever the project says. */
  captureScreenshots?: boolean
  /** Quality of the JPEG, from 0 to 1: 0.8 unless said otherwise. */
  screenshotQuality?: number
  /** What is typed is never taken, unless `false`. Passwords, cards and addresses of e-mail never are. */
  maskSensitiveInputs?: boolean
  /** Milliseconds between two places of the pointer that are taken: 100 unless said otherwise. */
  mouseMoveThrottle?: number
  /** What `data-tracker-ignore`, `-mask` and `-unmask` say, said by CSS selectors. */
  ignoreSelector?: string | null
  maskSelector?: string | null
  unmaskSelector?: string | null
  /** All texts and pictures of the page are masked, but for what is unmasked. */
  strict?: boolean
}

export type ResolvedOptions = Required<TrackerOptions>

/** What `init` throws; `option` names the culprit. A function, because a class costs more bytes in the page. */
export type OptionError = Error & { option: string }

const optionError = (option: string, problem: string): OptionError =>
  Object.assign(new Error(`UserTracker: option "${option}" ${problem}`), { name: 'OptionError', option })

/** Tell the type of each option, too. An empty text must be filled, from the tag or by `init`. */
export const DEFAULTS = {
  key: '',
  apiUrl: '',
  partsUrl: '/tracker',
  userId: null,
  ctaVariant: null,
  batchSize: 50,
  flushInterval: 5_000,
  recordingInterval: 15_000,
  storageKey: 'playhead_visitor',
  userDataKey: 'playhead_user_data',
  expiryDays: 30,
  autoRefresh: true,
  cookieDomain: null,
  sampling: 1,
  respectDoNotTrack: true,
  consent: 'granted',
  record: true,
  captureScreenshots: true,
  screenshotQuality: 0.8,
  maskSensitiveInputs: true,
  mouseMoveThrottle: 100,
  ignoreSelector: null,
  maskSelector: null,
  unmaskSelector: null,
  strict: false,
} satisfies ResolvedOptions as ResolvedOptions

const BOUNDS: Record<string, [min: number, max: number]> = {
  batchSize: [1, BATCH_MAX_EVENTS],
  flushInterval: [10, 3_600_000],
  recordingInterval: [10, 3_600_000],
  mouseMoveThrottle: [10, 60_000],
  expiryDays: [1, 400],
  sampling: [0, 1],
  userId: [1, USER_ID_MAX_CHARS],
}

const PATTERNS: Record<string, RegExp> = { key: /^pk_\w+$/, consent: /^(granted|required)$/ }

/** What follows from the page and the script's own address. */
export type Surroundings = {
  base: string
  /** Where the API and the parts are, if the script's address tells it. */
  defaults?: { apiUrl: string; partsUrl: string } | undefined
  /** Throws if the text is no CSS selector. */
  parseSelector: (selector: string) => void
}

export const resolveOptions = (
  given: unknown,
  { base, defaults, parseSelector }: Surroundings,
): ResolvedOptions => {
  const options: Record<string, unknown> = { ...DEFAULTS, ...defaults }
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!Object.keys(DEFAULTS).includes(name)) throw optionError(name, 'is unknown')
    if (value !== undefined) options[name] = value
  }

  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const value = options[name]
    if (value === null && usual === null) continue
    const type = typeof (usual ?? '')
    const [min, max] = BOUNDS[name] ?? []
    const size = type === 'string' ? `${value}`.length : Number(value)
    if (typeof value !== type || value === '' || !(size >= (min ?? size) && size <= (max ?? size))) {
      throw optionError(name, `must be a ${type}${max ? ` from ${min} to ${max}` : ''}`)
    }
    try {
      if (PATTERNS[name]?.test(`${value}`) === false) throw 0
      if (/Selector$/.test(name)) parseSelector(`${value}`)
      if (/Url$/.test(name)) {
        // Parts without a place of their own are beside the API.
        const { href } = new URL(`${value}`, name === 'apiUrl' ? base : `${options['apiUrl']}`)
        if (!/^http/.test(href)) throw 0
        options[name] = href.replace(/\/+$/, '')
      }
    } catch {
      throw optionError(name, 'is no valid one')
    }
  }
  const resolved = options as ResolvedOptions
  // Out of range is no mistake here, but the next best.
  resolved.screenshotQuality = Math.min(Math.max(resolved.screenshotQuality, 0), 1)
  return resolved
}
