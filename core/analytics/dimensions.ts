// What a filter may name and a breakdown may group by: a closed table, so that no name of a caller becomes SQL.
import * as z from 'zod'
import { jsonText } from './dialect.ts'
import { type Sql, sql } from './sql.ts'

/**
 * `event` is of the event itself, `session` the same for all events of a session. In statements the events are `e`, and
 * their session `s`.
 */
export type Dimension = { of: 'event' | 'session'; type: 'text' | 'number' | 'flag'; expression: Sql }

const text = (of: Dimension['of'], expression: Sql): Dimension => ({ of, type: 'text', expression })

const named = {
  // Of an event.
  name: text('event', sql`e.name`),
  page: text('event', sql`e.path`),
  host: text('event', sql`e.host`),
  url: text('event', sql`e.url`),
  targetType: text('event', sql`e.target_type`),
  targetId: text('event', sql`e.target_id`),
  targetSelector: text('event', sql`e.target_selector`),
  targetText: text('event', sql`e.target_text`),
  activity: { of: 'event', type: 'flag', expression: sql`coalesce(e.activity, false)` },
  // Of its session.
  sessionId: text('session', sql`s.session_id`),
  visitorId: text('session', sql`s.visitor_id`),
  userId: text('session', sql`s.user_id`),
  person: text('session', sql`s.person`),
  identified: { of: 'session', type: 'flag', expression: sql`s.is_user` },
  entryPage: text('session', sql`s.entry_path`),
  exitPage: text('session', sql`s.exit_path`),
  source: text('session', sql`s.source`),
  channel: text('session', sql`s.channel`),
  referrer: text('session', sql`s.referrer_host`),
  referrerUrl: text('session', sql`s.referrer`),
  utmSource: text('session', sql`s.utm_source`),
  utmMedium: text('session', sql`s.utm_medium`),
  utmCampaign: text('session', sql`s.utm_campaign`),
  utmTerm: text('session', sql`s.utm_term`),
  utmContent: text('session', sql`s.utm_content`),
  country: text('session', sql`s.country`),
  region: text('session', sql`s.region`),
  city: text('session', sql`s.city`),
  device: text('session', sql`s.device`),
  browser: text('session', sql`s.browser`),
  os: text('session', sql`s.os`),
  screen: text('session', sql`s.screen`),
  language: text('session', sql`s.language`),
  duration: { of: 'session', type: 'number', expression: sql`s.duration_ms` },
  engaged: { of: 'session', type: 'number', expression: sql`s.engaged_ms` },
  views: { of: 'session', type: 'number', expression: sql`s.views` },
  events: { of: 'session', type: 'number', expression: sql`s.events` },
} satisfies Record<string, Dimension>

export type DimensionName = keyof typeof named

export const dimensionNames = Object.keys(named) as DimensionName[]

/** `props.plan`, or `props.cart.total` of an object in an object. Keys are bound as part of a path, so no quotes. */
const PROPERTY = /^props((?:\.[^."\\\p{Cc}]{1,100}){1,4})$/u

export const dimensionSchema = z
  .union([z.enum(dimensionNames), z.string().max(300).regex(PROPERTY)])
  .describe(`${dimensionNames.join(', ')}, or props.<name>`)

export const dimensionOf = (name: string): Dimension => {
  const path = PROPERTY.exec(name)?.[1]
  if (path !== undefined) return text('event', jsonText(sql`e.props`, path.slice(1).split('.')))
  const found = (named as Record<string, Dimension>)[name]
  if (!found) throw new Error('A dimension that no schema let through.')
  return found
}

/** Dimensions like others, but they tell who it was, or what a site says of them. */
const PERSONAL = /^(?:userId|person|props\.traits(?:\..*)?)$/u

/**
 * Whether a question names such a dimension, under whichever parameter: any text counts, but what a filter compares with,
 * which is data.
 */
export const namesSomebody = (params: unknown): boolean => {
  if (typeof params === 'string') return PERSONAL.test(params)
  if (typeof params !== 'object' || params === null) return false
  return Object.entries(params).some(
    ([key, value]) => !('op' in params && key === 'value') && namesSomebody(value),
  )
}
