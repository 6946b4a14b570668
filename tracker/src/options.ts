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
}

export type ResolvedOptions = Required<TrackerOptions>

/** What `init` throws; `option` names the culprit. A function, because a class costs more bytes in the page. */
export type OptionError = Error & { option: string }

const optionError = (option: string, problem: string): OptionError =>
  Object.assign(new Error(`UserTracker: option "${option}" ${problem}`), { name: 'OptionError', option })

const DEFAULTS = { userId: null, batchSize: 50, flushInterval: 5_000, storageKey: 'playhead_visitor' }

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

const CHECKS: Record<keyof TrackerOptions, Check> = {
  key: (value) =>
    !(typeof value === 'string' && /^pk_\w+$/.test(value)) && 'must be the public key of your project: pk_…',
  apiUrl: (value) =>
    !(typeof value === 'string' && value) &&
    'must be the address of the API, as in https://playhead.example/api/v1',
  userId: (value) => value !== null && text(USER_ID_MAX_CHARS)(value),
  batchSize: wholeNumber(1, BATCH_MAX_EVENTS),
  flushInterval: wholeNumber(10, 3_600_000),
  storageKey: text(100),
}

/** `defaultApiUrl` follows from the script's own address; `base` is the page's. */
export const resolveOptions = (
  given: unknown,
  defaultApiUrl: string | undefined,
  base: string,
): ResolvedOptions => {
  if (given === null || typeof given !== 'object')
    throw optionError('key', 'is missing: init takes an object')
  const stated = Object.entries(given).filter(([, value]) => value !== undefined)
  for (const [name] of stated) if (!Object.keys(CHECKS).includes(name)) throw optionError(name, 'is unknown')
  const options = { ...DEFAULTS, apiUrl: defaultApiUrl, key: undefined, ...Object.fromEntries(stated) }
  for (const [name, check] of Object.entries(CHECKS)) {
    const problem = check(options[name as keyof TrackerOptions])
    if (problem) throw optionError(name, problem)
  }
  return { ...(options as unknown as ResolvedOptions), apiUrl: absolute(String(options.apiUrl), base) }
}

const absolute = (apiUrl: string, base: string) => {
  try {
    const url = new URL(apiUrl, base)
    if (/^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '')
  } catch {
    // Told below, like any other address that leads nowhere.
  }
  throw optionError('apiUrl', 'must be an http or https address')
}
