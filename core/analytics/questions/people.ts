// Whether visitors become known, and whether they come back.
import * as z from 'zod'
import { askedEvents, askedSessions, question, questionShape } from '../question.ts'
import { type Sql, sql } from '../sql.ts'

const DAY_MS = 86_400_000

const count = z.number().int()
const share = z.number().nullable()

const comesBack = (days: number): Sql =>
  sql`(SELECT count(*) FROM returns WHERE next_at - first_at <= ${days * DAY_MS})`

export const people = question({
  name: 'people',
  summary: 'How many visitors become known, how many come back within 7 and 30 days, and sessions of a day',
  params: z.strictObject({ ...questionShape }),
  row: z.object({
    visitors: count,
    /** Those of whom the first event in the range names no user. */
    cameUnknown: count,
    /** Of these, those of whom a later event in it does: who signed up or logged in. */
    becameKnown: count,
    becameKnownRate: share,
    /** Visitors with a session that began in the range. */
    began: count,
    /** Of these, those with another one in the range, within so many days of the first one. */
    returnedIn7: count,
    returnedIn7Rate: share,
    returnedIn30: count,
    returnedIn30Rate: share,
    sessions: count,
    events: count,
    /** Of the range as far as events are kept, as if its days were 24 hours long. */
    sessionsPerDay: z.number(),
    eventsPerSession: share,
  }),
  statement: (asking) => ({
    tables: {
      asked: askedSessions(asking),
      known: sql`
        SELECT person, max(CASE WHEN place = 1 AND user_id IS NULL THEN 1 ELSE 0 END) AS came_unknown, count(user_id) AS named
        FROM (
          SELECT s.person, e.user_id, row_number() OVER (PARTITION BY s.person ORDER BY e.ts, e.event_id) AS place
          FROM ${askedEvents(asking)}
        ) p GROUP BY person`,
      firsts: sql`SELECT person, min(started_at) AS first_at FROM asked WHERE began GROUP BY person`,
      returns: sql`
        SELECT f.person, f.first_at, min(a.started_at) AS next_at
        FROM firsts f JOIN asked a ON a.person = f.person
        WHERE a.began AND a.started_at > f.first_at GROUP BY f.person, f.first_at`,
    },
    select: sql`
      SELECT (SELECT count(*) FROM known) AS visitors,
        (SELECT count(*) FROM known WHERE came_unknown = 1) AS came_unknown,
        (SELECT count(*) FROM known WHERE came_unknown = 1 AND named > 0) AS became_known,
        (SELECT count(*) FROM firsts) AS began,
        ${comesBack(7)} AS returned_in7, ${comesBack(30)} AS returned_in30,
        (SELECT count(*) FROM asked WHERE began) AS sessions,
        (SELECT coalesce(sum(asked_events), 0) FROM asked) AS events`,
  }),
  rows: ([row], { range }) => {
    const of = (name: string): number => Number(row?.[name] ?? 0)
    const part = (name: string, whole: string) => (of(whole) === 0 ? null : of(name) / of(whole))
    const days = (range.to - Math.max(range.from, range.keptFrom)) / DAY_MS
    return [
      {
        visitors: of('visitors'),
        cameUnknown: of('came_unknown'),
        becameKnown: of('became_known'),
        becameKnownRate: part('became_known', 'came_unknown'),
        began: of('began'),
        returnedIn7: of('returned_in7'),
        returnedIn7Rate: part('returned_in7', 'began'),
        returnedIn30: of('returned_in30'),
        returnedIn30Rate: part('returned_in30', 'began'),
        sessions: of('sessions'),
        events: of('events'),
        sessionsPerDay: days > 0 ? of('sessions') / days : 0,
        eventsPerSession: part('events', 'sessions'),
      },
    ]
  },
})
