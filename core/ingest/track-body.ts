// What `POST /api/v1/track` takes: a batch of a tab, or the same without tab and count, whose events then stand alone.
import * as z from 'zod'
import { SESSION_NAME_MAX_CHARS, USER_ID_MAX_CHARS } from '../limits.ts'
import { isUuid } from '../text/is-uuid.ts'
import { type BatchHeader, batchHeaderSchema } from './envelope.ts'
import type { LooseBody } from './loose-event.ts'

const { shape } = batchHeaderSchema

/** `tabId` or `seq` tells a tab's batch: then nothing of it may be missing. */
export const trackBodySchema = z
  .object({
    ...shape,
    v: shape.v.default(1),
    visitorId: shape.visitorId.optional(),
    sessionId: z.string().min(1).max(SESSION_NAME_MAX_CHARS).optional(),
    tabId: shape.tabId.optional(),
    seq: shape.seq.optional(),
    sentAt: shape.sentAt.optional(),
    /** Of all its events, where they are not of a tab. */
    userId: z.string().min(1).max(USER_ID_MAX_CHARS).optional(),
  })
  .superRefine((body, context) => {
    if (isLoose(body)) {
      if (body.replay) context.addIssue({ code: 'custom', path: ['replay'], message: 'needs tabId and seq' })
      return
    }
    for (const name of ['visitorId', 'sessionId', 'tabId', 'seq', 'sentAt'] as const) {
      if (body[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is part of a tab’s batch' })
    }
    if (body.sessionId !== undefined && !isUuid(body.sessionId))
      context.addIssue({ code: 'custom', path: ['sessionId'], message: 'is a UUID in a tab’s batch' })
  })

export type TrackBody = z.infer<typeof trackBodySchema>

export const isLoose = ({ tabId, seq }: { tabId?: unknown; seq?: unknown }): boolean =>
  tabId === undefined && seq === undefined

export const asBatch = (body: TrackBody): BatchHeader | undefined =>
  isLoose(body) ? undefined : (body as BatchHeader)

/** Whose the events are, as far as each does not say itself. */
export const asLooseBody = ({ events, sentAt, visitorId, sessionId, userId }: TrackBody): LooseBody => {
  const whose = Object.fromEntries(
    Object.entries({ visitorId, sessionId, userId }).filter(([, value]) => value !== undefined),
  )
  return {
    events: events.map((event) =>
      typeof event === 'object' && event !== null ? { ...whose, ...event } : event,
    ),
    sentAt,
  }
}
