// What `POST /api/v1/track` takes: a batch of a tab, or the same without tab and count, whose events then stand alone.
import * as z from 'zod'
import { SESSION_NAME_MAX_CHARS, USER_ID_MAX_CHARS } from '../limits.ts'
import { type BatchHeader, batchHeaderSchema } from './envelope.ts'
import type { LooseBody } from './loose-event.ts'

const { shape } = batchHeaderSchema

/** `tabId` tells a batch; then nothing of it may be missing. */
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
    const faults = batchHeaderSchema
      .pick({ visitorId: true, sessionId: true, tabId: true, seq: true, sentAt: true })
      .safeParse(body).error?.issues
    for (const { path, message } of faults ?? [])
      context.addIssue({ code: 'custom', path: [...path], message })
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
