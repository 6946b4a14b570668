// What a page may know of its own session, and say of it: for sites that keep an id of their own in the browser.
import * as z from 'zod'
import { nestsDeeperThan } from '../json/json-depth.ts'
import { jsonValueSchema } from '../json/json-value.ts'
import { EVENT_PROPS_MAX_DEPTH, SESSION_METADATA_MAX_BYTES } from '../limits.ts'
import { utf8Length } from '../text/utf8-length.ts'
import { sessionEventSchema } from './session-event.ts'

const members = z.record(z.string(), jsonValueSchema)

export const givenMetadataSchema = members
  .refine((given) => !nestsDeeperThan(given, EVENT_PROPS_MAX_DEPTH), {
    message: `nests deeper than ${EVENT_PROPS_MAX_DEPTH} levels`,
    abort: true,
  })
  .refine((given) => utf8Length(JSON.stringify(given)) <= SESSION_METADATA_MAX_BYTES, {
    message: `takes more than ${SESSION_METADATA_MAX_BYTES} bytes`,
  })

export const touchSessionSchema = z.object({
  /** The tracker's own session, or the id that a browser keeps for its visitor. */
  sessionId: z.uuid(),
  metadata: givenMetadataSchema.optional(),
})

export const sessionUserSchema = z.object({
  sessionId: z.uuid(),
  userId: z.string().nullable(),
  /** What is known of the user: nothing, as long as no profiles are kept. */
  userData: members.nullable(),
  lastSeenAt: z.number().int(),
})

export const pageSessionSchema = sessionUserSchema.extend({ metadata: members })

export const latestEventsSchema = z.object({ events: z.array(sessionEventSchema) })

export type PageSession = z.infer<typeof pageSessionSchema>
export type SessionUser = z.infer<typeof sessionUserSchema>
export type LatestEvents = z.infer<typeof latestEventsSchema>
