// An event as the inspector shows it: what was sent, and the tab and batch it came in.
import * as z from 'zod'
import { stampedEventSchema } from '../ingest/stamped-batch.ts'

export const sessionEventSchema = stampedEventSchema.extend({
  tabId: z.uuid(),
  seq: z.number().int(),
})

/** Answer of `GET /api/v1/sessions/:id/events`, oldest first. */
export const sessionEventListSchema = z.object({
  events: z.array(sessionEventSchema),
  nextCursor: z.string().nullable(),
})

export type SessionEvent = z.infer<typeof sessionEventSchema>
export type SessionEventList = z.infer<typeof sessionEventListSchema>
