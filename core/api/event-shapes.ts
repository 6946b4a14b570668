// Events as clients of the older paths send them: `eventType` and `metadata`, or `eventType` and `payload`.
import * as z from 'zod'
import { AppError } from '../errors.ts'
import { rejectedEventSchema, type TrackAnswer } from '../ingest/envelope.ts'
import { looseEventsSchema } from '../ingest/loose-event.ts'
import { type JsonValue, jsonValueSchema } from '../json/json-value.ts'
import { whoseIs } from '../sessions/derived-session.ts'
import { aliasShape } from './alias-shape.ts'

const members = z.record(z.string(), jsonValueSchema)

/** Only the type is needed. What has no meaning here is kept in the event's props. */
const trackedSchema = z
  .looseObject({
    eventType: z.string(),
    eventId: z.string().optional(),
    timestamp: z.union([z.string(), z.number()]).optional(),
    visitorId: z.string().optional(),
    userId: z.string().nullish(),
    sessionId: z.string().nullish(),
    url: z.string().nullish(),
    referrer: z.string().nullish(),
    screenWidth: z.number().nullish(),
    screenHeight: z.number().nullish(),
    metadata: members.nullish(),
  })
  .meta({ description: 'One event; other members are kept in its `props`.' })

type Tracked = z.infer<typeof trackedSchema>

const looseOf = ({
  eventType: name,
  eventId,
  timestamp,
  visitorId,
  userId,
  sessionId,
  url,
  referrer,
  metadata,
  ...rest
}: Tracked) =>
  withoutEmpty({
    name,
    eventId,
    ts: timeOf(timestamp),
    visitorId,
    userId,
    sessionId,
    url,
    referrer,
    props: { ...withoutEmpty(rest), ...metadata },
  })

export const trackOne = aliasShape({
  says: 'Takes one event `{eventType, userId?, sessionId?, url?, referrer?, screenWidth?, screenHeight?, metadata?}`, answers 201 `{success: true}`.',
  takes: trackedSchema,
  adapt: (event: Tracked) => ({ events: [looseOf(event)] }),
  answers: { 201: z.object({ success: z.literal(true) }) },
  answer: ({ body }) => ({ status: 201, body: taken(body as TrackAnswer, 'metadata') }),
})

export const trackMany = aliasShape({
  says: 'Takes `{events: […]}` of such events, 1 to 100, answers 201 `{success: true, accepted, rejected}`.',
  takes: z.object({ events: looseEventsSchema }),
  // Read one by one: what is no event of theirs is none of ours either, and is named.
  adapt: ({ events }: { events: unknown[] }) => ({
    events: events.map((event) => {
      const read = trackedSchema.safeParse(event)
      return read.success ? looseOf(read.data) : event
    }),
  }),
  answers: {
    201: z.object({
      success: z.literal(true),
      accepted: z.number().int(),
      rejected: z.array(rejectedEventSchema),
    }),
  },
  answer: ({ body }) => ({ status: 201, body: { success: true, ...(body as TrackAnswer) } }),
})

const loggedSchema = z.object({
  eventType: z.string(),
  eventId: z.string().optional(),
  payload: members.default({}),
})

export const sessionHeader = z.object({ 'x-session-id': z.uuid() })

export const logOne = aliasShape({
  says: 'Takes `{eventType, payload: {…, timestamp}}` with the header `X-Session-ID`, answers 200 `{success: true}`.',
  takes: loggedSchema,
  headers: sessionHeader,
  adapt: (
    { eventType, eventId, payload }: z.infer<typeof loggedSchema>,
    { 'x-session-id': id }: z.infer<typeof sessionHeader>,
  ) => ({
    events: [
      withoutEmpty({
        name: eventType,
        eventId,
        ts: timeOf(payload['timestamp']),
        ...whoseIs(id),
        url: textOf(payload['url']) ?? textOf(payload['page']),
        props: payload,
      }),
    ],
  }),
  answers: { 200: z.object({ success: z.literal(true) }) },
  answer: ({ body }) => ({ status: 200, body: taken(body as TrackAnswer, 'payload') }),
})

/** Whoever sends one event wants to know that it was none. */
const taken = ({ rejected: [fault] }: TrackAnswer, props: string): { success: true } => {
  const theirNames: Record<string, string> = { name: 'eventType', ts: 'timestamp', props }
  if (!fault) return { success: true }
  const [, field = 'body', message = fault.reason] = /^([\w.]+): (.*)$/.exec(fault.reason) ?? []
  throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field: theirNames[field] ?? field, message }],
  })
}

const textOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Of ISO text or milliseconds; what is no time is none, and the time of receipt stands for it. */
const timeOf = (value: JsonValue | undefined): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : value
  return typeof at === 'number' && Number.isSafeInteger(Math.round(at)) && at >= 0
    ? Math.round(at)
    : undefined
}

const withoutEmpty = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined && part !== null && part !== ''),
  ) as Partial<T>
