// What is kept of a session: the numbers a reader sees, and the watermarks that keep them right.
import * as z from 'zod'
import { sessionSchema } from './session.ts'

/** The last batch of a tab that is already counted. */
const watermarkSchema = z.object({ seq: z.number().int(), receivedAt: z.number().int() })

export const sessionStateSchema = sessionSchema.omit({ durationMs: true }).extend({
  v: z.literal(1),
  tabs: z.record(z.string(), watermarkSchema),
  /** Receive time of the newest batch of any tab that was dropped from `tabs`. */
  forgottenUntil: z.number().int().nullable(),
  /** Times of the events that `entryUrl`, `exitUrl` and `userId` come from: tabs overtake one another. */
  entryAt: z.number().int().nullable(),
  exitAt: z.number().int().nullable(),
  userAt: z.number().int().nullable(),
  /** When everything stored of the session was merged; null while something may still have to be. */
  mergedAt: z.number().int().nullable().default(null),
})

export type SessionState = z.infer<typeof sessionStateSchema>
