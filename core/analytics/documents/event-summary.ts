// Events by their type, as older clients ask for them: totals, and devices, browsers and systems of each.
import * as z from 'zod'
import { askedSessions, question, questionShape, type SqlRow } from '../question.ts'
import { type Sql, sql } from '../sql.ts'

const count = z.number().int()
const parts = z.record(z.string(), count)

const totalsShape = {
  totalEvents: count,
  /** Persons, those that are no users too. */
  uniqueUsers: count,
  uniqueSessions: count,
  /** Events by device; the sum of the parts is the total. So of the other two. */
  devices: parts,
  browsers: parts,
  operatingSystems: parts,
}

export const eventSummarySchema = z.object({
  ...totalsShape,
  /** The most frequent first. */
  events: z.array(z.object({ eventType: z.string(), ...totalsShape })),
})

const PARTS = { device: 'devices', browser: 'browsers', os: 'operatingSystems' } as const

const columns: Record<keyof typeof PARTS, Sql> = { device: sql`device`, browser: sql`browser`, os: sql`os` }

const byPart = (kind: keyof typeof PARTS): Sql => sql`
  UNION ALL SELECT ${kind}, value, coalesce(${columns[kind]}, 'unknown'), sum(asked_events), 0, 0
  FROM asked GROUP BY value, ${columns[kind]}`

type Totals = z.infer<z.ZodObject<typeof totalsShape>>

const nothing = (): Totals => ({
  totalEvents: 0,
  uniqueUsers: 0,
  uniqueSessions: 0,
  devices: {},
  browsers: {},
  operatingSystems: {},
})

const noteTotals = (totals: Totals, row: SqlRow): void => {
  totals.totalEvents = Number(row['total'])
  totals.uniqueUsers = Number(row['users'])
  totals.uniqueSessions = Number(row['sessions'])
}

const toSummary = (found: SqlRow[]): z.infer<typeof eventSummarySchema> => {
  const whole = nothing()
  const types = new Map<string, Totals>()
  for (const row of found) {
    const kind = String(row['kind'])
    const name = String(row['name'])
    const own = types.get(name) ?? nothing()
    if (kind === 'all') {
      noteTotals(whole, row)
      continue
    }
    types.set(name, own)
    if (kind === 'type') noteTotals(own, row)
    else {
      const part = String(row['part'])
      for (const totals of [own, whole]) {
        const known = totals[PARTS[kind as keyof typeof PARTS]]
        known[part] = (known[part] ?? 0) + Number(row['total'])
      }
    }
  }
  const events = [...types].map(([eventType, totals]) => ({ eventType, ...totals }))
  events.sort((a, b) => b.totalEvents - a.totalEvents || (a.eventType < b.eventType ? -1 : 1))
  return { ...whole, events }
}

export const eventSummary = question({
  name: 'event-summary',
  summary: 'Events by type',
  params: z.strictObject(questionShape),
  row: eventSummarySchema,
  statement: (asking) => ({
    tables: { asked: askedSessions(asking, sql`e.name`) },
    select: sql`
      SELECT 'type' AS kind, value AS name, NULL AS part, sum(asked_events) AS total,
        count(DISTINCT person) AS users, count(DISTINCT session_id) AS sessions
      FROM asked GROUP BY value
      UNION ALL SELECT 'all', NULL, NULL, coalesce(sum(asked_events), 0), count(DISTINCT person), count(DISTINCT session_id) FROM asked
      ${byPart('device')} ${byPart('browser')} ${byPart('os')}`,
  }),
  rows: (found) => [toSummary(found)],
})
