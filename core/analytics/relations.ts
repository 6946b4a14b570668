// What statements read: `events`, and `sessions` that are made of nothing but events, so that any answer can be counted
// again from them. Both engines build them from this SQL.
import { NOT_OWN_EVENT, PAGE_VIEWS } from '../events/event-names.ts'
import { SESSION_ENGAGED_GAP_MS } from '../limits.ts'
import { hostIn, parameterIn, pathIn } from './address-parts.ts'
import { channelOf } from './channels.ts'
import { countIf, jsonText, matchesPattern } from './dialect.ts'
import { joined, listed, named, type Sql, sql } from './sql.ts'

const isView = (name: Sql): Sql => sql`${name} IN (${listed([...PAGE_VIEWS])})`

/** The columns of the lake's events, and what is often asked of them. `rows` has each event once. */
export const eventsFrom = (rows: Sql): Sql => sql`
  SELECT r.*,
    ${isView(sql`r.name`)} AS is_view,
    ${pathIn(sql`r.url`)} AS path,
    ${hostIn(sql`r.url`)} AS host
  FROM (${rows}) r`

/**
 * One row for each session of the events: what it has of them. What a session has only once is from the first event that
 * says it, its user and its exit from the last one. Events of a day make parts that `mergedParts` puts together.
 */
export const partsFrom = (rows: Sql): Sql => {
  const order = sql`row(ts, event_id)`
  const first = (value: Sql, where: Sql = sql`${value} IS NOT NULL`): Sql =>
    sql`min_by(${value}, ${order}) FILTER (WHERE ${where})`
  const last = (value: Sql): Sql => sql`max_by(${value}, ${order}) FILTER (WHERE ${value} IS NOT NULL)`
  const ofView = (name: string): Sql =>
    sql`CASE WHEN ${isView(sql`name`)} THEN ${jsonText(sql`props`, [name])} END`
  return sql`
    SELECT session_id,
      min_by(visitor_id, ${order}) AS visitor_id,
      ${last(sql`user_id`)} AS user_id,
      min(ts) AS started_at,
      max(ts) AS last_seen_at,
      count(*) AS events,
      ${countIf(isView(sql`name`))} AS views,
      ${countIf(sql`NOT ${matchesPattern(sql`name`, sql`${NOT_OWN_EVENT}`)}`)} AS own_events,
      CAST(coalesce(sum(CASE WHEN gap > ${SESSION_ENGAGED_GAP_MS} THEN ${SESSION_ENGAGED_GAP_MS} ELSE gap END), 0) AS BIGINT) AS attended_ms,
      ${first(sql`url`)} AS entry_url,
      ${first(sql`coalesce(referrer, '')`, sql`url IS NOT NULL`)} AS entry_referrer,
      ${last(sql`url`)} AS exit_url,
      ${joined(
        OF_CLIENT.map((column) => sql`${first(named(column))} AS ${named(column)}`),
        sql`, `,
      )},
      bool_or(coalesce(bot, false)) AS bot
    FROM (
      SELECT *,
        ts - lag(ts) OVER (PARTITION BY session_id, tab_id ORDER BY ts) AS gap,
        ${ofView('language')} AS language,
        ${ofView('screenWidth')} || 'x' || ${ofView('screenHeight')} AS screen
      FROM (${rows}) r
    ) g
    GROUP BY session_id`
}

const OF_CLIENT = ['browser', 'os', 'device', 'country', 'region', 'city', 'language', 'screen']

/** When each tab of a session was first and last heard of: attention goes on from one day to the next. */
export const tabsFrom = (rows: Sql): Sql => sql`
  SELECT session_id, tab_id, min(ts) AS first_at, max(ts) AS last_at FROM (${rows}) r GROUP BY session_id, tab_id`

/**
 * Of sessions that have parts of several days: one row each. Days follow one another, so the earlier part has what came
 * first.
 */
export const mergedParts = (parts: Sql, tabs: Sql): Sql => {
  const first = (column: string): Sql => {
    const value = named(column)
    return sql`min_by(${value}, started_at) FILTER (WHERE ${value} IS NOT NULL) AS ${value}`
  }
  const last = (column: string): Sql => {
    const value = named(column)
    return sql`max_by(${value}, started_at) FILTER (WHERE ${value} IS NOT NULL) AS ${value}`
  }
  const sum = (column: string): Sql => sql`CAST(sum(${named(column)}) AS BIGINT) AS ${named(column)}`
  return sql`
    SELECT m.session_id, m.visitor_id, m.user_id, m.started_at, m.last_seen_at, m.events, m.views, m.own_events,
      m.attended_ms + coalesce(b.between_ms, 0) AS attended_ms,
      m.entry_url, m.entry_referrer, m.exit_url,
      ${joined(
        OF_CLIENT.map((column) => sql`m.${named(column)}`),
        sql`, `,
      )},
      m.bot
    FROM (
      SELECT session_id, ${first('visitor_id')}, ${last('user_id')}, min(started_at) AS started_at, max(last_seen_at) AS last_seen_at,
        ${sum('events')}, ${sum('views')}, ${sum('own_events')}, ${sum('attended_ms')},
        ${first('entry_url')}, ${first('entry_referrer')}, ${last('exit_url')},
        ${joined(OF_CLIENT.map(first), sql`, `)},
        bool_or(bot) AS bot
      FROM (${parts}) p GROUP BY session_id
    ) m LEFT JOIN (
      SELECT session_id, CAST(sum(CASE WHEN gap > ${SESSION_ENGAGED_GAP_MS} THEN ${SESSION_ENGAGED_GAP_MS} ELSE gap END) AS BIGINT) AS between_ms
      FROM (
        SELECT session_id, first_at - lag(last_at) OVER (PARTITION BY session_id, tab_id ORDER BY first_at) AS gap
        FROM (${tabs}) t
      ) g GROUP BY session_id
    ) b ON b.session_id = m.session_id`
}

/** Whole sessions, from what their events say. */
export const sessionsOf = (parts: Sql): Sql => sql`
  SELECT p.*,
    last_seen_at - started_at AS duration_ms,
    least(attended_ms, last_seen_at - started_at) AS engaged_ms,
    ${pathIn(sql`entry_url`)} AS entry_path,
    ${pathIn(sql`exit_url`)} AS exit_path,
    lower(coalesce(utm_source, ${withoutWww(sql`referrer_host`)}, 'direct')) AS source,
    ${channelOf()} AS channel
  FROM (
    SELECT q.*,
      nullif(entry_referrer, '') AS referrer,
      CASE WHEN ${hostIn(sql`entry_referrer`)} IS DISTINCT FROM ${hostIn(sql`entry_url`)} THEN ${hostIn(sql`entry_referrer`)} END AS referrer_host,
      ${parameterIn(sql`entry_url`, 'utm_source')} AS utm_source,
      ${parameterIn(sql`entry_url`, 'utm_medium')} AS utm_medium,
      ${parameterIn(sql`entry_url`, 'utm_campaign')} AS utm_campaign,
      ${parameterIn(sql`entry_url`, 'utm_term')} AS utm_term,
      ${parameterIn(sql`entry_url`, 'utm_content')} AS utm_content
    FROM (${parts}) q
  ) p`

export const sessionsFrom = (rows: Sql): Sql => sessionsOf(partsFrom(rows))

/** The columns of a part, which a session has too. */
export const PART_COLUMNS: Sql = joined(
  [
    'session_id',
    'visitor_id',
    'user_id',
    'started_at',
    'last_seen_at',
    'events',
    'views',
    'own_events',
    'attended_ms',
    'entry_url',
    'entry_referrer',
    'exit_url',
    ...OF_CLIENT,
    'bot',
  ].map(named),
  sql`, `,
)

/** Events whose day may be another in another delivery: near midnight, or without a time of their own. */
export const movableFrom = (rows: Sql): Sql => sql`
  SELECT event_id, session_id, received_at, tab_id, seq, ts, name FROM (${rows}) r
  WHERE coalesce(untimed, false) OR ts % ${DAY_MS} < ${MIDNIGHT_MS} OR ts % ${DAY_MS} >= ${DAY_MS - MIDNIGHT_MS}`

const DAY_MS = 86_400_000

/** Milliseconds: clocks are corrected by what their requests took (an hour). */
const MIDNIGHT_MS = 3_600_000

const withoutWww = (host: Sql): Sql => sql`regexp_replace(${host}, '^www\\.', '')`

/**
 * Whose each visitor turned out to be: the first user that an event of it names. Rows may be events, or links that were
 * found in some of them.
 */
export const linksFrom = (rows: Sql): Sql => sql`
  SELECT visitor_id, min_by(user_id, row(ts, event_id)) AS user_id, min(ts) AS ts, min_by(event_id, row(ts, event_id)) AS event_id
  FROM (${rows}) t WHERE user_id IS NOT NULL GROUP BY visitor_id`

/** With the person: the user that the session itself names, or the one that its visitor turned out to be. */
export const withPerson = (sessions: Sql, links: Sql): Sql => sql`
  SELECT t.*, coalesce(t.user_id, l.user_id, t.visitor_id) AS person,
    (t.user_id IS NOT NULL OR l.user_id IS NOT NULL) AS is_user
  FROM (${sessions}) t LEFT JOIN (${links}) l ON l.visitor_id = t.visitor_id`
