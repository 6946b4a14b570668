// What a site may set, and a clear error for what it may not.
import { attempt } from './guard.ts'
import { BATCH_MAX_EVENTS, USER_ID_MAX_CHARS } from './limits.ts'
import type { SamplingRule } from './sampling.ts'

export type TrackerOptions = {
  /** The project's public key, `pk_…`. */
  key: string
  /** Where batches go, as in `https://playhead.example/api/v1`. Left out, it follows from the script's own address. */
  apiUrl?: string
  /** The folder of the script's parts, if it is not the one beside the script. */
  partsUrl?: string
  /** Where the site itself serves `zip-worker.js`: a page takes a worker of its own origin only. */
  workerUrl?: string | null
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
  /**
   * Share of the sessions that are tracked at all, from 0 to 1, decided once a session; or shares by page, as in
   * `[{ page: '/checkout*', rate: 1 }, { rate: 0.1 }]`: the first that names the page counts.
   */
  sampling?: number | SamplingRule[]
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

/** Tell the type of each option, too. An empty text must be filled, from the tag or by `init`. */
export const DEFAULTS = {
  key: '',
  apiUrl: '',
  partsUrl: '/tracker',
  workerUrl: null,
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

/** Numbers and lengths from and to. */
const RANGES: Record<string, [min: number, max: number]> = {
  batchSize: [1, BATCH_MAX_EVENTS],
  flushInterval: [10, 3_600_000],
  recordingInterval: [10, 3_600_000],
  mouseMoveThrottle: [10, 60_000],
  expiryDays: [1, 400],
  sampling: [0, 1],
  userId: [1, USER_ID_MAX_CHARS],
}

/** What a text is like. */
const PATTERNS: Record<string, RegExp> = { key: /^pk_\w+$/, consent: /^(granted|required)$/ }

/** Where the API and the parts are, if the script's address tells it. */
export type Places = { apiUrl: string; partsUrl: string }

/** The document, as far as options need it. */
export type PageOfOptions = {
  readonly baseURI: string
  createDocumentFragment: () => { querySelector: (selector: string) => unknown }
}

/** Throws an error that names the option; the README says what it must be. */
export const resolveOptions = (
  given: object | undefined,
  page: PageOfOptions,
  places?: Places,
): ResolvedOptions => {
  const options: Record<string, unknown> = { ...DEFAULTS, ...places }
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value !== undefined) options[name] = value
  }
  for (const name of Object.keys(options)) {
    const value = options[name]
    const usual = (DEFAULTS as Record<string, unknown>)[name]
    if (value === null && usual === null) continue
    const type = usual === null ? 'string' : typeof usual
    const kind = /(Url|Selector)$/.exec(name)?.[0] ?? type
    const isRight = () => {
      const text = `${value}`
      const [min, max] = RANGES[name] ?? [-1e9, 1e9]
      const isWithin = (size: number) => size >= min && size <= max
      if (name === 'sampling' && Array.isArray(value)) return value.every(({ rate }) => isWithin(rate))
      if (typeof value !== type || !(PATTERNS[name] ?? /./).test(text)) return
      if (kind === 'Selector') page.createDocumentFragment().querySelector(text)
      if (kind !== 'Url') return isWithin(type === 'string' ? text.length : Number(value))
      // Parts without a place of their own are beside the API.
      const { href } = new URL(text, name === 'partsUrl' ? `${options['apiUrl']}` : page.baseURI)
      options[name] = href.replace(/\/+$/, '')
      return /^http/.test(href)
    }
    if (attempt(isRight)) continue
    throw Object.assign(new Error(`UserTracker: bad option "${name}"`), {
      name: 'OptionError',
      option: name,
    })
  }
  return options as ResolvedOptions
}
