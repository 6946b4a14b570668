// An event that stands alone: sent by a server, an app or a client of another API, with no tab and no count of batches.
import * as z from 'zod'
import { BATCH_MAX_EVENTS, SESSION_NAME_MAX_CHARS, URL_MAX_CHARS } from '../limits.ts'
import { eventSchema } from './envelope.ts'

export const looseEventSchema = eventSchema.extend({
  /** Makes it safe to send again: it is kept and counted once. Made here when it is missing. */
  eventId: z.uuid().optional(),
  /** The time of receipt when it is missing. */
  ts: eventSchema.shape.ts.optional(),
  visitorId: z.uuid().optional(),
  /** Any name that the sender gives a visit; what is no UUID is kept as `clientSessionId` in `props`. */
  sessionId: z.string().min(1).max(SESSION_NAME_MAX_CHARS).optional(),
})

export const looseEventsSchema = z
  .array(z.unknown())
  .min(1, 'needs at least one event')
  .max(BATCH_MAX_EVENTS, `max-batch: at most ${BATCH_MAX_EVENTS} events`)

/** The events are read one by one: a bad one must not cost its neighbours. */
export const looseBodySchema = z.object({
  events: looseEventsSchema,
  /** Milliseconds since 1970 by the sender's clock, when the request left: then its clock need not be right. */
  sentAt: z.number().int().nonnegative().optional(),
  /** Of a secret key alone: what the server knows of the visitor's client. */
  client: z
    .object({ userAgent: z.string().max(URL_MAX_CHARS).optional(), ip: z.string().max(45).optional() })
    .optional(),
})

export type LooseEvent = z.infer<typeof looseEventSchema>
export type LooseBody = z.infer<typeof looseBodySchema>

/**
 * Names a request by its events, so that it can be known again: undefined unless each has an id of its own.
 * The space keeps it apart from every `Idempotency-Key`.
 */
export const retryKeyOf = ({ events }: Pick<LooseBody, 'events'>): string | undefined => {
  const ids = events.map((event) => looseEventSchema.shape.eventId.safeParse(idOf(event)).data)
  if (ids.includes(undefined)) return undefined
  return `events ${ids
    .map((id) => String(id).toLowerCase())
    .sort()
    .join(' ')}`
}

const idOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null ? (event as { eventId?: unknown }).eventId : undefined
