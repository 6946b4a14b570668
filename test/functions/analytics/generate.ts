// A project's events as they might come: sessions over days and a change of the clock, visitors that turn out to be one
// user, bots, late events, and events that are delivered twice, on another day even. The same ones each time.
import type { StampedEvent } from '../../../core/ingest/stamped-batch.ts'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { uuid } from '../../unit/core/make-batch.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const PROJECT = 'prj_abcdefghijkl'

/** A Thursday; the clocks of Berlin go back on the Sunday after. */
export const FIRST_DAY = Date.UTC(2026, 9, 22)
export const DAYS = 6

/** Where sessions come from, and what is to be said of it. */
export const ARRIVALS = [
  { query: '', referrer: '', source: 'direct', channel: 'Direct' },
  { query: '', referrer: 'https://www.google.com/', source: 'google.com', channel: 'Organic search' },
  { query: '', referrer: 'https://t.co/abc', source: 't.co', channel: 'Organic social' },
  { query: '', referrer: 'https://blog.example/post?x=1', source: 'blog.example', channel: 'Referral' },
  {
    query: '?utm_source=Google&utm_medium=cpc&utm_campaign=Spring%20sale+now',
    referrer: 'https://google.com/',
    source: 'google',
    channel: 'Paid search',
  },
  { query: '?utm_source=news&utm_medium=email', referrer: '', source: 'news', channel: 'Email' },
  { query: '', referrer: 'https://shop.example/elsewhere', source: 'direct', channel: 'Direct' },
] as const

const CLIENTS = [
  { browser: 'Chrome', os: 'Windows', device: 'desktop', country: 'DE', region: 'Berlin', city: 'Berlin' },
  { browser: 'Safari', os: 'iOS', device: 'mobile', country: 'NO', region: 'Oslo', city: 'Oslo' },
  { browser: 'Firefox', os: 'Linux', device: 'desktop', country: 'US' },
] as const

const PAGES = ['/', '/pricing', '/docs/start', '/cart', "/o'clock"]
const NAMES = ['page_view', 'click', 'scroll', 'order_placed', 'signup', 'page_view', 'heartbeat']

/** Numbers from 0 to below 1, the same ones for a seed. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Generated = {
  /** In the order of their delivery, some more than once. */
  rows: LakeRow[]
  /** Which of the arrivals each session is. */
  arrivals: Map<string, (typeof ARRIVALS)[number]>
}

export const generate = ({
  sessions = 150,
  seed = 1,
  firstDay = FIRST_DAY,
  projectId = PROJECT,
} = {}): Generated => {
  const random = randomFrom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const of = <T>(all: readonly T[]): T => all[below(all.length)] as T
  const rows: LakeRow[] = []
  /** They come when the day may be compacted already. */
  const again: LakeRow[] = []
  const arrivals: Generated['arrivals'] = new Map()
  let events = 1_000_000

  for (let number = 0; number < sessions; number++) {
    const visitor = below(sessions / 3)
    const sessionId = uuid(500_000 + number)
    const bot = number % 17 === 3
    const client = { ...of(CLIENTS), ip: '198.51.100.0', bot }
    const arrival = of(ARRIVALS)
    arrivals.set(sessionId, arrival)
    const language = of(['en', 'de-DE'])
    // Some run over midnight.
    let ts =
      number % 9 === 0
        ? firstDay + (1 + below(DAYS - 1)) * DAY_MS - below(10 * MINUTE_MS)
        : firstDay + below(DAYS * DAY_MS - HOUR_MS)
    const count = number % 5 === 0 ? 1 : 1 + below(12)
    // Two visitors of three are never known; some are the same user as another; some sessions know only in the end.
    const userId = visitor % 3 === 0 ? `user-${visitor % 12}` : undefined
    const knownFrom = userId !== undefined && random() < 0.5 ? below(count + 1) : Number.POSITIVE_INFINITY
    const tabs = [uuid(700_000 + number * 2), uuid(700_001 + number * 2)]
    for (let at = 0; at < count; at++) {
      const tab = below(5) === 0 ? 1 : 0
      const name = at === 0 && number % 11 !== 0 ? 'page_view' : of(NAMES)
      const receivedAt = ts + (random() < 0.05 ? 2 * DAY_MS : 3_000)
      const props: StampedEvent['props'] =
        name === 'page_view'
          ? { language, screenWidth: 1920, screenHeight: 1080 }
          : name === 'order_placed'
            ? { total: below(200), plan: of(['free', 'pro']), cart: { items: below(5) } }
            : {}
      const row: LakeRow = {
        v: 1,
        eventId: uuid(++events),
        name,
        ts,
        props,
        ...(number % 13 === 0 && at > 0
          ? {}
          : { url: `https://shop.example${of(PAGES)}${at === 0 ? arrival.query : ''}` }),
        ...(at === 0 && arrival.referrer !== '' && { referrer: arrival.referrer }),
        ...(at >= knownFrom && { userId: userId as string }),
        projectId,
        visitorId: uuid(600_000 + visitor),
        sessionId,
        tabId: tabs[tab] as string,
        seq: at,
        receivedAt,
        ...client,
      }
      rows.push(row)
      if (random() < 0.05) again.push(row)
      // Sent again, and its time corrected otherwise: near midnight that is another day.
      if (random() < 0.05 || ts % DAY_MS < 20_000)
        again.push({ ...row, ts: ts - 30_000, receivedAt: receivedAt + 5_000 })
      ts += below(4) === 0 ? below(15 * MINUTE_MS) : below(40_000)
    }
  }
  return { rows: [...rows, ...again], arrivals }
}
