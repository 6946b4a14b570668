// Every filter of the session list: what it is called, and which values it takes. Its name is the API's.
import type { Session } from '../../../../core/sessions/session.ts'
import { countryName } from '../../format/country.ts'

export const DEVICES = ['desktop', 'mobile', 'tablet', 'other'] as const

type Flag = { type: 'flag'; yes: string; no: string }
type Choice = { type: 'choice'; choices: readonly string[] }
type Text = { type: 'text'; placeholder: string; show?: (value: string) => string }
type Count = { type: 'count'; unit: string }
type Duration = { type: 'duration'; words: string }
/** The last hours or days, or from one moment to another. */
type Span = { type: 'span' }
/** One of those that notes of the project have. */
type Tag = { type: 'tag' }

export type FilterKind = { label: string; group: string } & (
  | Flag
  | Choice
  | Text
  | Count
  | Duration
  | Span
  | Tag
)

const flag = (label: string, group: string, yes: string, no: string): FilterKind => ({
  label,
  group,
  type: 'flag',
  yes,
  no,
})
const text = (
  label: string,
  group: string,
  placeholder: string,
  show?: (value: string) => string,
): FilterKind => ({ label, group, type: 'text', placeholder, ...(show && { show }) })
const count = (label: string, unit: string): FilterKind => ({ label, group: 'How much', type: 'count', unit })

export const FILTER_KINDS = {
  started: { label: 'Started', group: 'When', type: 'span' },
  live: flag('Live', 'When', 'Live now', 'Not live'),
  pinned: flag('Pin', 'When', 'Pinned', 'Not pinned'),
  minDuration: { label: 'Longer than', group: 'When', type: 'duration', words: 'At least' },
  maxDuration: { label: 'Shorter than', group: 'When', type: 'duration', words: 'At most' },

  hasErrors: flag('Errors', 'Trouble', 'With errors', 'Without errors'),
  hasRageClicks: flag('Rage clicks', 'Trouble', 'With rage clicks', 'Without rage clicks'),
  hasDeadClicks: flag('Dead clicks', 'Trouble', 'With dead clicks', 'Without dead clicks'),
  hasReplay: flag('Recording', 'Trouble', 'With recording', 'Without recording'),
  tag: { label: 'Tag', group: 'Trouble', type: 'tag' },

  user: text('User', 'Who', 'The user’s id, whole'),
  visitor: text('Visitor', 'Who', 'The visitor’s id, whole'),
  bot: flag('Bots', 'Who', 'Bots only', 'No bots'),

  page: text('Visited page', 'Where to', 'Part of a path: /checkout'),
  entryPage: text('Entry page', 'Where to', 'Part of the first path'),
  exitPage: text('Exit page', 'Where to', 'Part of the last path'),
  event: text('Event', 'Where to', 'Name of an event: checkout_started'),

  referrer: text('Referrer', 'Where from', 'Part of a host, or “direct”', (value) =>
    value.toLowerCase() === 'direct' ? 'none, direct' : value,
  ),
  utmSource: text('UTM source', 'Where from', 'newsletter'),
  utmMedium: text('UTM medium', 'Where from', 'email'),
  utmCampaign: text('UTM campaign', 'Where from', 'spring_sale'),

  device: { label: 'Device', group: 'With what', type: 'choice', choices: DEVICES },
  browser: text('Browser', 'With what', 'Firefox, or Firefox 145'),
  os: text('System', 'With what', 'Windows, or Windows 11'),
  country: text('Country', 'With what', 'Two letters: SE', countryName),
  region: text('Region', 'With what', 'As the list shows it'),
  city: text('City', 'With what', 'Malmö'),

  minPages: count('Pages', 'pages'),
  minClicks: count('Clicks', 'clicks'),
  minEvents: count('Events', 'events'),
  minErrors: count('Error count', 'errors'),
} as const satisfies Record<string, FilterKind>

export type FilterName = keyof typeof FILTER_KINDS

export const FILTER_NAMES = Object.keys(FILTER_KINDS) as FilterName[]

export const kindOf = (name: FilterName): FilterKind => FILTER_KINDS[name]

const ofUrl = (url: string | null): string[] => {
  if (url === null || !URL.canParse(url)) return []
  return [new URL(url).pathname]
}

const OFFERED: Partial<Record<FilterName, (session: Session) => (string | null)[]>> = {
  user: ({ userId }) => [userId],
  visitor: ({ visitorId }) => [visitorId],
  page: ({ pages }) => pages,
  entryPage: ({ entryUrl }) => ofUrl(entryUrl),
  exitPage: ({ exitUrl }) => ofUrl(exitUrl),
  event: ({ eventNames }) => eventNames,
  referrer: ({ referrerHost }) => [referrerHost ?? 'direct'],
  utmSource: ({ utm }) => [utm.source],
  utmMedium: ({ utm }) => [utm.medium],
  utmCampaign: ({ utm }) => [utm.campaign],
  browser: ({ browser }) => [browser.replace(/ \d[\d.]*$/, ''), browser],
  os: ({ os }) => [os.replace(/ \d[\d.]*$/, ''), os],
  country: ({ country }) => [country],
  region: ({ region }) => [region],
  city: ({ city }) => [city],
}

/** Sessions that are looked through for suggestions: enough to know a site by, and quick on each opening. */
const LOOKED_THROUGH = 500
const SUGGESTED_MAX = 50

/** Values that the loaded sessions have, the most frequent first. */
export const suggestionsFor = (name: FilterName, sessions: Session[]): string[] => {
  const offered = OFFERED[name]
  if (!offered) return []
  const counts = new Map<string, number>()
  for (const session of sessions.slice(0, LOOKED_THROUGH)) {
    for (const value of new Set(offered(session))) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .slice(0, SUGGESTED_MAX)
    .map(([value]) => value)
}
