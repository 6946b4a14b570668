// The names that a filter and a breakdown may have: those of core/analytics/dimensions.ts, which brings the schema library along.

export const DIMENSION_NAMES = [
  'name',
  'page',
  'host',
  'url',
  'targetType',
  'targetId',
  'targetSelector',
  'targetText',
  'activity',
  'sessionId',
  'visitorId',
  'userId',
  'person',
  'identified',
  'entryPage',
  'exitPage',
  'source',
  'channel',
  'referrer',
  'referrerUrl',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
  'country',
  'region',
  'city',
  'device',
  'browser',
  'os',
  'screen',
  'language',
  'duration',
  'engaged',
  'views',
  'events',
] as const

export type DimensionName = (typeof DIMENSION_NAMES)[number]

/** `props.plan`, `props.cart.total`. */
const PROPERTY = /^props(?:\.[^."\\\p{Cc}]{1,100}){1,4}$/u
const NAME_MAX = 300

export const isProperty = (name: string): boolean => name.length <= NAME_MAX && PROPERTY.test(name)

export const isDimension = (name: string): boolean =>
  DIMENSION_NAMES.some((one) => one === name) || isProperty(name)
