// The cards of the overview: what each can be broken down by, and the number that it counts first.
import type { Figures } from '../../../../core/analytics/figures.ts'
import type { DimensionName } from '../filter/dimension-names.ts'

export type Measure = 'visitors' | 'views' | 'sessions' | 'events'

export const MEASURE_WORDS: Record<Measure, string> = {
  visitors: 'Visitors',
  views: 'Views',
  sessions: 'Sessions',
  events: 'Events',
}

export type BreakdownTab = {
  /** Of the engine, or a property. */
  dimension: string
  label: string
  /** What the dimension is called in the head of its column. */
  column: string
  measures: readonly [Measure, ...Measure[]]
}

const tab = (
  dimension: DimensionName,
  label: string,
  column = label,
  measures: BreakdownTab['measures'] = ['visitors', 'sessions'],
): BreakdownTab => ({ dimension, label, column, measures })

export const BREAKDOWN_CARDS: { title: string; tabs: readonly [BreakdownTab, ...BreakdownTab[]] }[] = [
  {
    title: 'Pages',
    tabs: [
      tab('page', 'Pages', 'Page', ['visitors', 'views']),
      tab('entryPage', 'Entry pages', 'Entry page'),
      tab('exitPage', 'Exit pages', 'Exit page'),
      tab('host', 'Hosts', 'Host', ['visitors', 'views']),
    ],
  },
  {
    title: 'Sources',
    tabs: [
      tab('channel', 'Channels', 'Channel'),
      tab('source', 'Sources', 'Source'),
      tab('referrer', 'Referrers', 'Referrer'),
      tab('utmCampaign', 'Campaigns', 'UTM campaign'),
      tab('utmSource', 'UTM sources', 'UTM source'),
      tab('utmMedium', 'UTM mediums', 'UTM medium'),
      tab('utmTerm', 'Terms', 'UTM term'),
      tab('utmContent', 'Contents', 'UTM content'),
    ],
  },
  {
    title: 'Places',
    tabs: [
      tab('country', 'Countries', 'Country'),
      tab('region', 'Regions', 'Region'),
      tab('city', 'Cities', 'City'),
      tab('language', 'Languages', 'Language'),
    ],
  },
  {
    title: 'Technology',
    tabs: [
      tab('browser', 'Browsers', 'Browser'),
      tab('os', 'Systems', 'System'),
      tab('device', 'Devices', 'Device'),
      tab('screen', 'Screens', 'Screen'),
    ],
  },
  { title: 'Events', tabs: [tab('name', 'Events', 'Event', ['visitors', 'events'])] },
]

/** Dimensions of which only what is set is of interest: a session without a campaign is no row of campaigns. */
const ONLY_SET: readonly string[] = [
  'referrer',
  'utmCampaign',
  'utmSource',
  'utmMedium',
  'utmTerm',
  'utmContent',
]

export const isOfInterest = (dimension: string, { value }: { value: string | null }): boolean =>
  value !== null || !ONLY_SET.includes(dimension)

/** Of the greatest row, 0 to 1: how long its bar is. */
export const barOf = (row: Figures, rows: readonly Figures[], measure: Measure): number => {
  const greatest = Math.max(0, ...rows.map((one) => one[measure]))
  return greatest === 0 ? 0 : row[measure] / greatest
}
