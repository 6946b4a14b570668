// What a site may set, and a clear error for what it may not.
import { BATCH_MAX_EVENTS, USER_ID_MAX_CHARS } from './limits.ts'

export type TrackerOptions = {
  /** The project's public key, `pk_…`. */
  key: string
  /** Where batches go, as in `https://playhead.example/api/v1`. Left out, it follows from the script's own address. */
  apiUrl?: string
  /** The site's own id of the person, if it is known already. */
  userId?: string | null
  /** Events a batch holds at most: 50 unless said otherwise. */
  batchSize?: number
  /** Milliseconds an event waits for others at most: 5,000 unless said otherwise. */
  flushInterval?: number
  /** The localStorage key of the visitor's id: `playhead_visitor` unless said otherwise. */
  storageKey?: string
  /** `false`: the recorder is never loaded, whatever the project says. */
  record?: boolean
  /** `false`: pages are never pictured, whatever the project says. */
  captureScreenshots?: boolean
  /** Quality of the JPEG, from 0 to 1: 0.8 unless said otherwise. */
  screenshotQuality?: number
  /** What is typed is never taken, unless `false`. Passwords, cards and addresses of e-mail never are. */
  maskSensitiveInputs?: boolean
  /** Milliseconds between two places of the pointer that are recorded: 100 unless said otherwise. */
  mouseMoveThrottle?: number
  /** What `data-tracker-ignore`, `-mask` and `-unmask` say, said by CSS selectors. */
  ignoreSelector?: string | null
  maskSelector?: string | null
  unmaskSelector?: string | null
  /** All texts and pictures of the page are masked, but for what is unmasked. */
  strict?: boolean
  /** The folder of the script's parts, if it is not the one beside the script. */
  partsUrl?: string
}

export type ResolvedOptions = Required<TrackerOptions>

/** What `init` throws; `option` names the culprit. A function, because a class costs more bytes in the page. */
export type OptionError = Error & { option: string }

const optionError = (option: string, problem: string): OptionError =>
  Object.assign(new Error(`UserTracker: option "${option}" ${problem}`), { name: 'OptionError', option })

export const DEFAULTS = {
  key: '',
  apiUrl: '',
  userId: null as string | null,
  batchSize: 50,
  flushInterval: 5_000,
  storageKey: 'playhead_visitor',
  record: true,
  captureScreenshots: true,
  screenshotQuality: 0.8,
  maskSensitiveInputs: true,
  mouseMoveThrottle: 100,
  ignoreSelector: null as string | null,
  maskSelector: null as string | null,
  unmaskSelector: null as string | null,
  strict: false,
  partsUrl: '',
} satisfies ResolvedOptions

type Check = (value: unknown) => false | string

const wholeNumber =
  (min: number, max: number): Check =>
  (value) =>
    !(Number.isInteger(value) && (value as number) >= min && (value as number) <= max) &&
    `must be a whole number from ${min} to ${max}`

const text =
  (max: number): Check =>
  (value) =>
    !(typeof value === 'string' && value && value.length <= max) && `must be a text of 1 to ${max} characters`

const yesOrNo: Check = (value) => typeof value !== 'boolean' && 'must be true or false'

const address: Check = (value) =>
  !(typeof value === 'string' && value) &&
  'must be the address of the API, as in https://playhead.example/api/v1'

const mayBeText: Check = (value) => value !== null && text(2_048)(value)

const CHECKS: Record<keyof TrackerOptions, Check> = {
  key: (value) =>
    !(typeof value === 'string' && /^pk_\w+$/.test(value)) && 'must be the public key of your project: pk_…',
  apiUrl: address,
  userId: (value) => value !== null && text(USER_ID_MAX_CHARS)(value),
  batchSize: wholeNumber(1, BATCH_MAX_EVENTS),
  flushInterval: wholeNumber(10, 3_600_000),
  storageKey: text(100),
  record: yesOrNo,
  captureScreenshots: yesOrNo,
  screenshotQuality: (value) => !Number.isFinite(value) && 'must be a number from 0 to 1',
  maskSensitiveInputs: yesOrNo,
  mouseMoveThrottle: wholeNumber(10, 60_000),
  ignoreSelector: mayBeText,
  maskSelector: mayBeText,
  unmaskSelector: mayBeText,
  strict: yesOrNo,
  partsUrl: text(2_048),
}

/** What follows from the page and the script's own address. */
export type Surroundings = {
  base: string
  defaultApiUrl?: string | undefined
  defaultPartsUrl?: string | undefined
  /** Throws if the text is no CSS selector. */
  parseSelector: (selector: string) => void
}

export const resolveOptions = (
  given: unknown,
  { base, defaultApiUrl, defaultPartsUrl, parseSelector }: Surroundings,
): ResolvedOptions => {
  if (given === null || typeof given !== 'object')
    throw optionError('key', 'is missing: init takes an object')
  const stated = Object.entries(given).filter(([, value]) => value !== undefined)
  for (const [name] of stated) if (!Object.keys(CHECKS).includes(name)) throw optionError(name, 'is unknown')
  const options = {
    ...DEFAULTS,
    apiUrl: defaultApiUrl,
    partsUrl: defaultPartsUrl ?? '/tracker/',
    ...Object.fromEntries(stated),
  } as ResolvedOptions
  for (const [name, check] of Object.entries(CHECKS)) {
    const problem = check(options[name as keyof TrackerOptions])
    if (problem) throw optionError(name, problem)
  }
  for (const name of ['ignoreSelector', 'maskSelector', 'unmaskSelector'] as const) {
    try {
      if (options[name]) parseSelector(options[name])
    } catch {
      throw optionError(name, 'must be a CSS selector')
    }
  }
  const apiUrl = absolute('apiUrl', options.apiUrl, base)
  return {
    ...options,
    apiUrl,
    partsUrl: `${absolute('partsUrl', options.partsUrl, apiUrl)}/`,
    screenshotQuality: Math.min(Math.max(options.screenshotQuality, 0), 1),
  }
}

const absolute = (option: string, address: string, base: string) => {
  try {
    const url = new URL(address, base)
    if (/^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '')
  } catch {
    // Told below, like any other address that leads nowhere.
  }
  throw optionError(option, 'must be an http or https address')
}
