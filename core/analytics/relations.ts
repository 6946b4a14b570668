// What statements read: `events`, and `sessions` that are made of nothing but events, so that any answer can be counted
// again from them. Both engines build them from this SQL.
import { NOT_OWN_EVENT, PAGE_VIEWS } from '../events/event-names.ts'
import { SESSION_ENGAGED_GAP_MS } from '../limits.ts'
import { hostIn, parameterIn, pathIn } from './address-parts.ts'
import { channelOf } from './channels.ts'
import { countIf, jsonText, matchesPattern } from './dialect.ts'
import { listed, type Sql, sql } from './sql.ts'

const isView = (name: Sql): Sql => sql`${name} IN (${listed([...PAGE_VIEWS])})`

/** The columns of the lake's events, and what is often asked of them. `rows` has each event once. */
export const eventsFrom = (rows: Sql): Sql => sql`
  SELECT r.*,
    ${isView(sql`r.name`)} AS is_view,
    ${pathIn(sql`r.url`)} AS path,
    ${hostIn(sql`r.url`)} AS host
  FROM (${rows}) r`

/**
 * One row per session of the lake's events. What a session has only once is from its first event that says it, its user
 * and its exit from the last one.
 */
export const sessionsFrom = (rows: Sql): Sql => {
  const order = sql`row(ts, event_id)`
  const first = (value: Sql, where: Sql = sql`${value} IS NOT NULL`): Sql =>
    sql`min_by(${value}, ${order}) FILTER (WHERE ${where})`
  const last = (value: Sql): Sql => sql`max_by(${value}, ${order}) FILTER (WHERE ${value} IS NOT NULL)`
  const ofView = (name: string): Sql =>
    sql`CASE WHEN ${isView(sql`name`)} THEN ${jsonText(sql`props`, [name])} END`
  return sql`
  SELECT p.*,
    ${pathIn(sql`entry_url`)} AS entry_path,
    ${pathIn(sql`exit_url`)} AS exit_path,
    lower(coalesce(utm_source, ${withoutWww(sql`referrer_host`)}, 'direct')) AS source,
    ${channelOf()} AS channel
  FROM (
    SELECT q.*,
      CASE WHEN ${hostIn(sql`referrer`)} IS DISTINCT FROM ${hostIn(sql`entry_url`)} THEN ${hostIn(sql`referrer`)} END AS referrer_host,
      ${parameterIn(sql`entry_url`, 'utm_source')} AS utm_source,
      ${parameterIn(sql`entry_url`, 'utm_medium')} AS utm_medium,
      ${parameterIn(sql`entry_url`, 'utm_campaign')} AS utm_campaign,
      ${parameterIn(sql`entry_url`, 'utm_term')} AS utm_term,
      ${parameterIn(sql`entry_url`, 'utm_content')} AS utm_content
    FROM (
      SELECT session_id,
        min_by(visitor_id, ${order}) AS visitor_id,
        ${last(sql`user_id`)} AS user_id,
        min(ts) AS started_at,
        max(ts) AS last_seen_at,
        max(ts) - min(ts) AS duration_ms,
        count(*) AS events,
        ${countIf(isView(sql`name`))} AS views,
        ${countIf(sql`NOT ${matchesPattern(sql`name`, sql`${NOT_OWN_EVENT}`)}`)} AS own_events,
        least(CAST(coalesce(sum(CASE WHEN gap > ${SESSION_ENGAGED_GAP_MS} THEN ${SESSION_ENGAGED_GAP_MS} ELSE gap END), 0) AS BIGINT), max(ts) - min(ts)) AS engaged_ms,
        ${first(sql`url`)} AS entry_url,
        nullif(${first(sql`coalesce(referrer, '')`, sql`url IS NOT NULL`)}, '') AS referrer,
        ${last(sql`url`)} AS exit_url,
        ${first(sql`browser`)} AS browser,
        ${first(sql`os`)} AS os,
        ${first(sql`device`)} AS device,
        ${first(sql`country`)} AS country,
        ${first(sql`region`)} AS region,
        ${first(sql`city`)} AS city,
        ${first(sql`language`)} AS language,
        ${first(sql`screen`)} AS screen,
        bool_or(coalesce(bot, false)) AS bot
      FROM (
        SELECT *,
          ts - lag(ts) OVER (PARTITION BY session_id, tab_id ORDER BY ts) AS gap,
          ${ofView('language')} AS language,
          ${ofView('screenWidth')} || 'x' || ${ofView('screenHeight')} AS screen
        FROM (${rows}) r
      ) g
      GROUP BY session_id
    ) q
  ) p`
}

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
