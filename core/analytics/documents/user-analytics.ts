// What is known of one user by its events, those of its visitors from before it logged in too.
import * as z from 'zod'
import {
  askedEvents,
  askedSessions,
  type CommonParams,
  needsEdgesOnly,
  question,
  questionShape,
} from '../question.ts'
import { sql } from '../sql.ts'

const moment = z.iso.datetime()
const text = z.string().nullable()

/** Newest ones that are told. */
const RECENT = 50

const isoOf = (ts: unknown): string => new Date(Number(ts)).toISOString()
const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

export const userTotalsSchema = z.object({
  totalEvents: z.number().int(),
  totalSessions: z.number().int(),
  /** Null of whom nothing is known. */
  firstSeen: moment.nullable(),
  lastSeen: moment.nullable(),
  primaryDevice: text,
  primaryBrowser: text,
  primaryOs: text,
})

const most = (column: 'device' | 'browser' | 'os') => {
  const name = { device: sql`device`, browser: sql`browser`, os: sql`os` }[column]
  return sql`(SELECT ${name} FROM asked WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY sum(asked_events) DESC, ${name} LIMIT 1)`
}

export const userTotals = question({
  name: 'user-totals',
  summary: 'Totals of a user',
  params: z.strictObject(questionShape),
  row: userTotalsSchema,
  statement: (asking) => ({
    tables: {
      asked: askedSessions(asking),
      seen: sql`SELECT min(e.ts) AS first_seen, max(e.ts) AS last_seen FROM ${askedEvents(asking)}`,
    },
    select: sql`
      SELECT (SELECT coalesce(sum(asked_events), 0) FROM asked) AS events, (SELECT count(*) FROM asked) AS sessions,
        first_seen, last_seen, ${most('device')} AS device, ${most('browser')} AS browser, ${most('os')} AS os
      FROM seen`,
  }),
  rows: ([row]) => [
    {
      totalEvents: Number(row?.['events'] ?? 0),
      totalSessions: Number(row?.['sessions'] ?? 0),
      firstSeen: row?.['first_seen'] == null ? null : isoOf(row['first_seen']),
      lastSeen: row?.['last_seen'] == null ? null : isoOf(row['last_seen']),
      primaryDevice: textOf(row?.['device']),
      primaryBrowser: textOf(row?.['browser']),
      primaryOs: textOf(row?.['os']),
    },
  ],
})

export const recentEventSchema = z.object({
  id: z.string(),
  eventType: z.string(),
  url: text,
  sessionId: z.string(),
  timestamp: moment,
  metadata: z.record(z.string(), z.unknown()),
})

export const recentEvents = question({
  name: 'recent-events',
  summary: 'The newest events',
  params: z.strictObject(questionShape),
  row: recentEventSchema,
  statement: (asking) => ({
    select: sql`
      SELECT e.event_id, e.name, e.url, e.session_id, e.ts, e.props
      FROM ${askedEvents(asking as { params: CommonParams; range: typeof asking.range })}
      ORDER BY e.ts DESC, e.event_id LIMIT ${RECENT}`,
  }),
  rows: (found) =>
    found.map((row) => ({
      id: String(row['event_id']),
      eventType: String(row['name']),
      url: textOf(row['url']),
      sessionId: String(row['session_id']),
      timestamp: isoOf(row['ts']),
      metadata: JSON.parse(textOf(row['props']) ?? '{}'),
    })),
})

export const userSessionSchema = z.object({
  sessionId: z.string(),
  startedAt: moment,
  lastSeenAt: moment,
  /** Seconds. */
  duration: z.number(),
  events: z.number().int(),
  pageViews: z.number().int(),
  device: text,
  browser: text,
  os: text,
})

export const recentSessions = question({
  name: 'recent-sessions',
  summary: 'The newest sessions',
  params: z.strictObject(questionShape),
  row: userSessionSchema,
  statement: (asking) => ({
    edgesOnly: needsEdgesOnly(asking),
    tables: { asked: askedSessions(asking) },
    select: sql`SELECT * FROM asked ORDER BY started_at DESC, session_id LIMIT ${RECENT}`,
  }),
  rows: (found) =>
    found.map((row) => ({
      sessionId: String(row['session_id']),
      startedAt: isoOf(row['started_at']),
      lastSeenAt: isoOf(row['last_seen_at']),
      duration: Number(row['duration_ms']) / 1000,
      events: Number(row['events']),
      pageViews: Number(row['views']),
      device: textOf(row['device']),
      browser: textOf(row['browser']),
      os: textOf(row['os']),
    })),
})
