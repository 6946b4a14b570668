// An activity: what a user of a site did, and to what. It travels as an event of its user and is found by it for ever.
import * as z from 'zod'
import { eventSchema, rejectedEventSchema } from '../ingest/envelope.ts'
import type { LooseEvent } from '../ingest/loose-event.ts'
import type { ClientFacts } from '../ingest/stamped-batch.ts'
import { jsonValueSchema } from '../json/json-value.ts'
import { ACTION_MAX_CHARS, ACTIVITY_MAX_BATCH } from '../limits.ts'
import { givenUserIdSchema, textOfId } from '../users/user-id.ts'

const timeSchema = z.union([
  z.number().int().nonnegative(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
])

/** What a server knows of its user's client; of a user's own request the request says it. */
const clientShape = {
  ip: z.string().max(45).optional(),
  userAgent: z.string().max(2_048).optional(),
  /** `ios`, `android`, `web`, or what the site calls it. */
  deviceType: z.string().max(20).optional(),
  countryCode: z.string().max(3).optional(),
  region: z.string().max(100).optional(),
}

export const activitySchema = z.object({
  /** A UUID makes it safe to send again: it is kept once. */
  id: z.uuid().optional(),
  /** A user may leave it out, and name nobody else. */
  userId: givenUserIdSchema.optional(),
  action: eventSchema.shape.name.max(ACTION_MAX_CHARS),
  targetType: z.string().max(30).nullish(),
  targetId: z.union([z.string().max(100), z.int()]).nullish(),
  metadata: z.record(z.string(), jsonValueSchema).nullish(),
  /** ISO 8601 or milliseconds since 1970; the time of receipt when it is missing. */
  timestamp: timeSchema.optional(),
  /** Where it belongs to a visit that the site knows. */
  sessionId: z.string().min(1).max(255).optional(),
  ...clientShape,
})

export type Activity = z.infer<typeof activitySchema>

/** One, or `activities` with several, of which a bad one costs no other. */
export const activityBodySchema = z
  .object({
    ...activitySchema.partial().shape,
    activities: z.array(z.unknown()).min(1).max(ACTIVITY_MAX_BATCH).optional(),
  })
  .refine(({ activities, action }) => activities !== undefined || action !== undefined, {
    path: ['action'],
    message: 'is required',
  })

export type ActivityBody = z.infer<typeof activityBodySchema>

export const activityAnswerSchema = z.object({
  success: z.literal(true),
  accepted: z.number().int(),
  rejected: z.array(rejectedEventSchema),
})

export type ActivityAnswer = z.infer<typeof activityAnswerSchema>

/** `userId` is whose it is, as far as the activity does not say. */
export const toLooseEvent = (activity: Activity, userId: string | undefined): LooseEvent => {
  const { id, action, targetType, targetId, metadata, timestamp, sessionId } = activity
  const whose = activity.userId === undefined ? userId : textOfId(activity.userId)
  const target = {
    ...(targetType != null && { type: targetType }),
    ...(targetId != null && { id: String(targetId) }),
  }
  return {
    name: action,
    activity: true,
    props: metadata ?? {},
    ...(id !== undefined && { eventId: id }),
    ...(timestamp !== undefined && { ts: timestamp }),
    ...(whose !== undefined && { userId: whose }),
    ...(sessionId !== undefined && { sessionId }),
    ...(Object.keys(target).length > 0 && { target }),
  }
}

type Told = Pick<Activity, 'ip' | 'userAgent' | 'deviceType' | 'countryCode' | 'region'>

export const toldOf = ({ ip, userAgent, deviceType, countryCode, region }: Told): Told => ({
  ...(ip !== undefined && { ip }),
  ...(userAgent !== undefined && { userAgent }),
  ...(deviceType !== undefined && { deviceType }),
  ...(countryCode !== undefined && { countryCode }),
  ...(region !== undefined && { region }),
})

const DEVICES: Record<string, Pick<ClientFacts, 'device'> & Partial<ClientFacts>> = {
  ios: { device: 'mobile', os: 'iOS' },
  android: { device: 'mobile', os: 'Android' },
  web: { device: 'desktop' },
  desktop: { device: 'desktop' },
  mobile: { device: 'mobile' },
  tablet: { device: 'tablet' },
}

/** What the server says wins over what an agent's name lets guess. */
export const clientOf = (
  facts: ClientFacts,
  { deviceType, countryCode, region, userAgent }: Told,
): ClientFacts => ({
  ...facts,
  ...(deviceType !== undefined &&
    (userAgent === undefined || facts.device === 'other') &&
    (DEVICES[deviceType.toLowerCase()] ?? { device: 'other' as const })),
  ...(countryCode !== undefined && { country: countryCode }),
  ...(region !== undefined && { region }),
})
