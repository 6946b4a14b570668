// A shop's visits of the last weeks, the same each time for one now: what the mock backend counts when it is asked questions.

export type VisitEvent = { name: string; ts: number; page: string; props: Record<string, string> }

export type Visit = {
  person: string
  identified: boolean
  bot?: boolean
  events: VisitEvent[]
  /** Of the session, by the names of dimensions. */
  facts: Record<string, string | null>
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Numbers from 0 to 1, as they come (mulberry32). */
const numbersFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const PAGES = [
  '/',
  '/product/boston-fern',
  '/product/snake-plant',
  '/cart',
  '/checkout',
  '/care',
  '/doctor',
  '/about',
  '/blog/how-to-repot-a-fern-that-has-outgrown-its-pot-and-everything-else',
  '/account',
]
const SOURCES: [source: string, channel: string, referrer: string | null, campaign: string | null][] = [
  ['direct', 'Direct', null, null],
  ['google.com', 'Organic search', 'www.google.com', null],
  ['newsletter', 'Email', null, 'spring_sale'],
  ['reddit.com', 'Organic social', 'www.reddit.com', null],
  ['bing.com', 'Organic search', 'www.bing.com', null],
  ['chatgpt.com', 'AI assistants', 'chatgpt.com', null],
]
const PLACES: [country: string, region: string, city: string, language: string][] = [
  ['DE', 'Berlin', 'Berlin', 'de-DE'],
  ['SE', 'Skåne', 'Malmö', 'sv-SE'],
  ['US', 'California', 'Oakland', 'en-US'],
  ['GB', 'England', 'Leeds', 'en-GB'],
  ['FR', 'Bretagne', 'Rennes', 'fr-FR'],
]
const CLIENTS: [browser: string, os: string, device: string, screen: string][] = [
  ['Chrome 142', 'Windows 11', 'desktop', '1920x1080'],
  ['Safari 26', 'iOS 26', 'mobile', '390x844'],
  ['Firefox 145', 'Linux', 'desktop', '2560x1440'],
  ['Chrome 142', 'Android 16', 'mobile', '412x915'],
  ['Safari 26', 'macOS 26', 'desktop', '1440x900'],
]
const PLANS = ['free', 'plus', 'pro']

/** Newest last; nothing is after `now`. */
export const visitsUntil = (now: number, days = 40): Visit[] => {
  const next = numbersFrom(7)
  /** The first of a list is the most frequent. */
  const one = <T>(list: readonly T[]): T => list[Math.floor(next() ** 2 * list.length)] as T
  return Array.from({ length: days }, (_, at) => at).flatMap((at) => {
    const day = now - (days - at) * DAY_MS
    const count = Math.round(8 + at * 0.4 + 5 * Math.sin(at / 1.1) + next() * 5)
    return Array.from({ length: count }, (): Visit => {
      const startedAt = day + Math.floor(next() * DAY_MS)
      const [source, channel, referrer, utmCampaign] = one(SOURCES)
      const [country, region, city, language] = one(PLACES)
      const [browser, os, device, screen] = one(CLIENTS)
      const person = `person-${Math.floor(next() * 160)}`
      const views = 1 + Math.floor(next() ** 2 * 6)
      const pages = Array.from({ length: views }, () => one(PAGES))
      const events = pages.flatMap((page, n): VisitEvent[] => {
        const ts = startedAt + Math.floor(n * (20 + next() * 70) * 1_000)
        const viewed = { name: 'page_view', ts, page, props: {} }
        const did = next() < 0.4 ? [{ name: 'click', ts: ts + 4_000, page, props: {} }] : []
        const bought =
          page === '/checkout'
            ? [{ name: 'order_placed', ts: ts + 9_000, page, props: { plan: one(PLANS) } }]
            : []
        return [viewed, ...did, ...bought]
      })
      return {
        person,
        identified: person.endsWith('1'),
        events: events.filter(({ ts }) => ts <= now),
        facts: {
          entryPage: pages[0] ?? null,
          exitPage: pages.at(-1) ?? null,
          source,
          channel,
          referrer,
          utmCampaign,
          utmSource: utmCampaign ? source : null,
          utmMedium: utmCampaign ? 'email' : null,
          country,
          region,
          city,
          language,
          browser,
          os,
          device,
          screen,
          host: 'shop.example',
        },
      }
    }).filter(({ events }) => events.length > 0)
  })
}
