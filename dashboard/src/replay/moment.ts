// A moment of a session in an address: `t` milliseconds after its start, and what was open beside it.

export const PANELS = [
  'events',
  'console',
  'network',
  'errors',
  'vitals',
  'page',
  'notes',
  'highlights',
] as const
export type Panel = (typeof PANELS)[number]

export type MomentSearch = {
  /** Milliseconds since the start of the replay. */
  t?: number
  /** Where playing stops, milliseconds since the start: with `t` a stretch of the session, which is played alone. */
  until?: number
  /** The browser tab that is shown; without it the one that was in use. */
  tab?: string
  panel?: Panel
  /** The moment by our clock, milliseconds since 1970, where the start of the replay is not known: of a note. */
  at?: number
  /** The same of where playing stops. */
  upTo?: number
  /** What the list of events is searched for, and the kinds that it shows. */
  q?: string
  kinds?: string
}

const DAY_MS = 24 * 60 * 60_000

const text = (value: unknown, max: number): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, max) : undefined

const sinceStart = (value: unknown): number | undefined => {
  const ms = Number(text(String(value ?? ''), 20) ?? Number.NaN)
  return Number.isFinite(ms) && ms >= 0 ? Math.min(Math.round(ms), 2 * DAY_MS) : undefined
}

const byClock = (value: unknown): number | undefined => {
  const at = Number(text(String(value ?? ''), 20))
  return Number.isSafeInteger(at) && at > 0 ? at : undefined
}

/** Addresses are typed and shortened by hand: what makes no sense is left out. */
export const parseMomentSearch = (search: Record<string, unknown>): MomentSearch => {
  const t = sinceStart(search['t'])
  const until = sinceStart(search['until'])
  const at = byClock(search['at'])
  const upTo = byClock(search['upTo'])
  const panel = PANELS.find((one) => one === search['panel'])
  return {
    t,
    until: until !== undefined && until > (t ?? until) ? until : undefined,
    tab: text(search['tab'], 60),
    at,
    upTo: upTo !== undefined && upTo > (at ?? upTo) ? upTo : undefined,
    panel: panel === 'events' ? undefined : panel,
    // A search for digits is read as a number by the router.
    q: text(typeof search['q'] === 'number' ? String(search['q']) : search['q'], 200),
    kinds: text(search['kinds'], 100),
  }
}

/** The address of a moment, from that of the page as it is. */
export const momentUrl = (href: string, sinceStartMs: number, tab?: string): string => {
  const url = new URL(href)
  url.searchParams.set('t', String(Math.max(0, Math.round(sinceStartMs))))
  url.searchParams.delete('until')
  if (tab) url.searchParams.set('tab', tab)
  else url.searchParams.delete('tab')
  return url.href
}

/** The address of a stretch, which is played alone. */
export const spanUrl = (href: string, fromMs: number, untilMs: number): string => {
  const url = new URL(momentUrl(href, fromMs))
  url.searchParams.set('until', String(Math.round(untilMs)))
  url.searchParams.delete('panel')
  return url.href
}
