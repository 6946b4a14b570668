// How many sessions there were, how long they lasted, and at which hours of the day they began.
import * as z from 'zod'
import { offsetsIn } from '../buckets.ts'
import { divided } from '../dialect.ts'
import { askedSessions, needsEdgesOnly, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'

const HOUR_MS = 3_600_000
const HOURS = 24

export const hourSchema = z.object({ hour: z.number().int(), sessions: z.number().int() })

export const userSessions = question({
  name: 'user-sessions',
  summary: 'Sessions and the hours at which they began',
  params: z.strictObject(questionShape),
  row: hourSchema.extend({ durationMs: z.number() }),
  statement: (asking) => {
    const shown = sql`(started_at + ${offsetsIn(sql`started_at`, asking.range)})`
    return {
      edgesOnly: needsEdgesOnly(asking),
      tables: {
        asked: askedSessions(asking),
        placed: sql`SELECT ${divided(shown, HOUR_MS)} % ${HOURS} AS hour, duration_ms FROM asked WHERE began`,
      },
      select: sql`SELECT hour, count(*) AS sessions, sum(duration_ms) AS duration_ms FROM placed GROUP BY hour ORDER BY 2 DESC, 1`,
    }
  },
  rows: (found) =>
    found.map((row) => ({
      hour: Number(row['hour']),
      sessions: Number(row['sessions']),
      durationMs: Number(row['duration_ms']),
    })),
})
