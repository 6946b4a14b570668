// Every dimension as it is offered: what it is called, what values it has, and how they are said.
import { countryName } from '../../format/country.ts'
import { formatDuration } from '../../format/duration.ts'
import { DIMENSION_NAMES, type DimensionName, isProperty } from './dimension-names.ts'
import type { Operator, Scalar } from './parse-filter.ts'

type Type = 'text' | 'number' | 'duration' | 'flag'

export type DimensionKind = {
  label: string
  group: string
  type: Type
  show?: (value: string) => string
  /** Of a flag. */
  yes?: string
  no?: string
}

const text = (label: string, group: string, show?: (value: string) => string): DimensionKind => ({
  label,
  group,
  type: 'text',
  ...(show && { show }),
})

const KINDS: Record<DimensionName, DimensionKind> = {
  page: text('Page', 'Where to'),
  entryPage: text('Entry page', 'Where to'),
  exitPage: text('Exit page', 'Where to'),
  host: text('Host', 'Where to'),
  url: text('Address', 'Where to'),

  name: text('Event', 'What happened'),
  targetText: text('Text of the target', 'What happened'),
  targetSelector: text('Target element', 'What happened'),
  targetType: text('Type of the target', 'What happened'),
  targetId: text('Id of the target', 'What happened'),
  activity: {
    label: 'Activity',
    group: 'What happened',
    type: 'flag',
    yes: 'Activities only',
    no: 'No activities',
  },

  source: text('Source', 'Where from'),
  channel: text('Channel', 'Where from'),
  referrer: text('Referrer', 'Where from'),
  referrerUrl: text('Referring page', 'Where from'),
  utmSource: text('UTM source', 'Where from'),
  utmMedium: text('UTM medium', 'Where from'),
  utmCampaign: text('UTM campaign', 'Where from'),
  utmTerm: text('UTM term', 'Where from'),
  utmContent: text('UTM content', 'Where from'),

  country: text('Country', 'Who', countryName),
  region: text('Region', 'Who'),
  city: text('City', 'Who'),
  language: text('Language', 'Who', (tag) => languageName(tag)),
  identified: { label: 'Known user', group: 'Who', type: 'flag', yes: 'Known users', no: 'Unknown visitors' },
  userId: text('User', 'Who'),
  visitorId: text('Visitor', 'Who'),
  person: text('Person', 'Who'),
  sessionId: text('Session', 'Who'),

  device: text('Device', 'With what', (name) => name.charAt(0).toUpperCase() + name.slice(1)),
  browser: text('Browser', 'With what'),
  os: text('System', 'With what'),
  screen: text('Screen', 'With what', (size) => size.replace('x', ' × ')),

  duration: { label: 'Duration', group: 'How much', type: 'duration' },
  engaged: { label: 'Time with attention', group: 'How much', type: 'duration' },
  views: { label: 'Views of the session', group: 'How much', type: 'number' },
  events: { label: 'Events of the session', group: 'How much', type: 'number' },
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

const languageName = (tag: string): string => {
  try {
    return languages.of(tag) ?? tag
  } catch {
    return tag
  }
}

/** As they are offered: by group, not in the order of the engine. */
export const OFFERED_DIMENSIONS = (Object.keys(KINDS) as DimensionName[]).filter((name) =>
  DIMENSION_NAMES.includes(name),
)

export const dimensionKind = (name: string): DimensionKind =>
  isProperty(name)
    ? { label: name.slice('props.'.length), group: 'Property', type: 'text' }
    : (KINDS[name as DimensionName] ?? text(name, ''))

export const showValue = (dimension: string, value: Scalar | null): string => {
  if (value === null) return '(none)'
  const { type, show, yes, no } = dimensionKind(dimension)
  if (type === 'duration') return formatDuration(Number(value))
  if (type === 'flag') return (String(value) === 'true' ? yes : no) ?? String(value)
  if (value === '') return '(empty)'
  return show ? show(String(value)) : String(value)
}

/** What can be asked of one, the usual first. */
export const operatorsOf = (dimension: string): Operator[] => {
  const { type } = dimensionKind(dimension)
  if (type === 'flag') return ['is']
  if (type === 'number' || type === 'duration') return ['greater', 'less']
  const ofText: Operator[] = ['is', 'isNot', 'contains', 'containsNot', 'matches', 'isSet', 'isNotSet']
  return isProperty(dimension) ? [...ofText, 'greater', 'less'] : ofText
}

export const OPERATOR_WORDS: Record<Operator, string> = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  containsNot: 'contains not',
  matches: 'matches',
  greater: 'more than',
  less: 'less than',
  isSet: 'is set',
  isNotSet: 'is not set',
}
