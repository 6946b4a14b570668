// Days of a lake with many events, as compactions leave them: Parquet, links and manifests, made by DuckDB itself.
import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ACTIVITY_NAMES } from '../../core/events/activity-names.ts'
import { lakeTables } from '../../core/lake/columns.ts'
import { dayOf } from '../../core/lake/day.ts'
import { sqlText } from '../../core/lake/lake-sql.ts'
import { buildDerived, DERIVED_VERSION, storeDerived } from '../../functions/stores/lake-derived.ts'
import { derivedKey, parquetKey } from '../../functions/stores/lake-keys.ts'
import { lakeManifests } from '../../functions/stores/lake-manifests.ts'
import { lakeObjects } from '../../functions/stores/lake-objects.ts'

const DAY_MS = 86_400_000
const SESSION_EVENTS = 12

export type Made = { events: number; bytes: number }

/** A session has a visitor, a client and an arrival by its number; every third visitor comes again each day. */
const daySql = (day: number, first: number, count: number, activities: boolean): string => {
  const session = `(${first} + i // ${SESSION_EVENTS})`
  const step = `(i % ${SESSION_EVENTS})`
  const hashed = (what: string, by: string) => `md5('${what}' || ${by})`
  const id = (what: string, by: string) => `CAST(CAST(${hashed(what, by)} AS UUID) AS VARCHAR)`
  const draw = (what: string, by: string) => `(hash('${what}', ${by}) % 1000)`
  const visitor = `(CASE WHEN ${draw('again', session)} < 330 THEN ${draw('who', session)} * 37 ELSE ${session} + 100000 END)`
  const pick = (what: string, values: string[]) =>
    `list_extract(${JSON.stringify(values).replaceAll('"', "'")}, 1 + CAST(${draw(what, session)} % ${values.length} AS INTEGER))`
  const event = `CASE WHEN ${step} % 4 = 0 THEN 'page_view' WHEN ${step} = 11 AND ${draw('buy', session)} < 60 THEN 'order_placed'
      WHEN ${step} % 4 = 1 THEN 'scroll' WHEN ${step} = 6 THEN 'mouse_move' ELSE 'click' END`
  const action = pick('action', [...ACTIVITY_NAMES])
  const userId = activities
    ? `'user-' || ${visitor}`
    : `CASE WHEN ${visitor} % 10 = 0 AND ${step} > 5 THEN 'user-' || ${visitor} END`
  return `SELECT 1 AS v, ${id('e', `(${first * SESSION_EVENTS} + i)`)} AS event_id,
    ${activities ? action : event} AS name,
    CAST(NULL AS VARCHAR) AS raw_name,
    ${day} + CAST(i // ${SESSION_EVENTS} * ${SESSION_EVENTS} AS BIGINT) * ${DAY_MS - 3_600_000} // ${count} + ${step} * (4000 + ${draw('pace', session)} * 30) AS ts,
    CAST(NULL AS BOOLEAN) AS untimed, ${activities ? 'true' : 'CAST(NULL AS BOOLEAN)'} AS activity, ${day} + 1000 AS received_at,
    ${id('v', visitor)} AS visitor_id,
    ${userId} AS user_id,
    ${id('s', session)} AS session_id, ${id('t', session)} AS tab_id, i AS seq,
    'https://shop.example/' || CASE WHEN ${step} < 4 THEN ${pick('entry', ['', 'pricing', 'docs/start', 'blog/launch'])}
      ELSE 'products/' || (${draw('page', `(${session} * 3 + ${step} // 4)`)} % 300) END
      || CASE WHEN ${step} = 0 AND ${draw('ad', session)} < 150 THEN '?utm_source=google&utm_medium=cpc&utm_campaign=spring' ELSE '' END AS url,
    CASE WHEN ${step} = 0 THEN ${pick('from', ['https://www.google.com/', '', 'https://t.co/x', 'https://blog.example/a', ''])} END AS referrer,
    CAST(NULL AS VARCHAR) AS target_type, CAST(NULL AS VARCHAR) AS target_id,
    CASE WHEN ${step} % 4 > 1 THEN 'main > div:nth-child(' || ${step} || ') > button.buy' END AS target_selector,
    CASE WHEN ${step} % 4 > 1 THEN 'Add to basket' END AS target_text,
    CASE WHEN ${step} % 4 > 1 THEN ${draw('x', session)} END AS target_x, CASE WHEN ${step} % 4 > 1 THEN ${draw('y', session)} END AS target_y,
    CASE WHEN ${step} % 4 = 0 THEN '{"title":"A page of the shop","language":"en-GB","screenWidth":1920,"screenHeight":1080,"viewportWidth":1440}'
      WHEN ${step} = 11 THEN '{"total":' || ${draw('total', session)} || ',"plan":"' || ${pick('plan', ['free', 'pro'])} || '"}'
      ELSE '{"depth":50}' END AS props,
    '198.51.100.0' AS ip, ${pick('country', ['GB', 'DE', 'US', 'NO', 'FR', 'IN'])} AS country, 'Region' AS region,
    ${pick('city', ['London', 'Berlin', 'Boston', 'Oslo', 'Paris', 'Pune'])} AS city,
    ${pick('browser', ['Chrome', 'Safari', 'Firefox', 'Edge'])} AS browser, ${pick('os', ['Windows', 'iOS', 'Android', 'macOS'])} AS os,
    ${pick('device', ['desktop', 'mobile', 'desktop', 'tablet'])} AS device, ${draw('bot', session)} < 20 AS bot
  FROM range(${count}) r(i)`
}

export const makeDays = async (
  {
    client,
    bucket,
    connection,
    folder,
  }: { client: S3Client; bucket: string; connection: DuckDBConnection; folder: string },
  {
    projectId,
    firstDay,
    days,
    events,
    activities = false,
  }: { projectId: string; firstDay: number; days: number; events: number; activities?: boolean },
): Promise<Made> => {
  const objects = lakeObjects(client, bucket)
  const manifests = lakeManifests(client, bucket)
  const perDay = Math.floor(events / days)
  const table = lakeTables.events
  const typed = table.columns.map(({ name, type }) => `CAST("${name}" AS ${type}) AS "${name}"`).join(', ')
  const made = { events: 0, bytes: 0 }
  for (let at = 0; at < days; at++) {
    const start = firstDay + at * DAY_MS
    const day = { projectId, day: dayOf(start) }
    const output = join(folder, 'day.parquet')
    await connection.run(
      `COPY (SELECT ${typed} FROM (${daySql(start, at * Math.ceil(perDay / SESSION_EVENTS), perDay, activities)}) ORDER BY ${table.sortedBy})
       TO ${sqlText(output)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 65536)`,
    )
    const key = parquetKey('events', day, 1, 'bench')
    const bytes = await objects.store(key, output)
    made.events += perDay
    made.bytes += bytes
    const built = await buildDerived(connection, output, folder)
    const derived = {
      v: DERIVED_VERSION,
      objects: await storeDerived(objects, built, (kind) => derivedKey(day, kind, 1, 'bench')),
    }
    await manifests.replace(
      'events',
      day,
      {
        v: 1,
        generation: 1,
        switchedAt: start,
        parquet: { key, rows: perDay, bytes },
        derived,
        covered: [],
        unreadable: [],
      },
      undefined,
    )
  }
  return made
}
