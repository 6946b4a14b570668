// A screenshot of a page: what is sent with it, the event that tells of it, and what a list shows of it.
import * as z from 'zod'
import { sessionOfBatch } from '../ingest/session-of-batch.ts'
import { type Stamp, stampBatch } from '../ingest/stamp-batch.ts'
import type { StampedBatch } from '../ingest/stamped-batch.ts'
import {
  PAGE_TITLE_MAX_CHARS,
  SCREENSHOT_BODY_MAX_BYTES,
  SCREENSHOT_UPLOAD_MAX_BYTES,
  URL_MAX_CHARS,
  USER_ID_MAX_CHARS,
} from '../limits.ts'
import type { SessionEvent } from '../sessions/session-event.ts'
import { IMAGE_TYPES, type ImageHeader } from './image-header.ts'

/** CSS pixels; no screen and no page comes near. */
const length = z.number().int().min(0).max(10_000_000)
const side = z.number().int().min(1).max(1_000_000)

export const screenshotSchema = z.object({
  v: z.literal(1),
  visitorId: z.uuid(),
  sessionId: z.uuid(),
  /** The tab that was photographed. */
  tabId: z.uuid(),
  /** Made by the client: a request that is sent again has the same. */
  screenshotId: z.uuid(),
  /** Milliseconds since 1970 by the page's own clock: when the request left, and when the screenshot was taken. */
  sentAt: z.number().int().nonnegative(),
  ts: z.number().int().nonnegative(),
  url: z.string().max(URL_MAX_CHARS).optional(),
  title: z.string().max(PAGE_TITLE_MAX_CHARS).optional(),
  userId: z.string().min(1).max(USER_ID_MAX_CHARS).optional(),
  /** Pixels of the image. If they are sent they must be what the image itself says. */
  width: side.optional(),
  height: side.optional(),
  viewport: z.object({ width: side, height: side }).optional(),
  scroll: z.object({ x: length, y: length }).optional(),
  /** The image as base64, with or without `data:image/…;base64,` before it. */
  image: z.string().min(1).max(SCREENSHOT_BODY_MAX_BYTES).optional(),
  /** Needed where the image comes later, by the form of an upload. */
  contentType: z.enum(IMAGE_TYPES).optional(),
  bytes: z.number().int().min(1).max(SCREENSHOT_UPLOAD_MAX_BYTES).optional(),
})

export const screenshotAnswerSchema = z.object({
  screenshotId: z.uuid(),
  /** The image is stored, and its event is on its way. */
  stored: z.boolean(),
  /** Where it is stored. */
  key: z.string().optional(),
  /** Not there yet: post the image to `url` as a form with these fields and then `file`, and send this request again. */
  upload: z
    .object({
      url: z.string(),
      fields: z.record(z.string(), z.string()),
      expiresAt: z.number().int(),
    })
    .optional(),
})

export type Screenshot = z.infer<typeof screenshotSchema>
export type ScreenshotAnswer = z.infer<typeof screenshotAnswerSchema>

export const SCREENSHOT_EVENT = 'screenshot_taken'

const takenSchema = z.object({
  screenshotId: z.uuid(),
  tabId: z.uuid(),
  contentType: z.enum(IMAGE_TYPES),
  bytes: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  title: z.string().optional(),
  viewport: z.object({ width: z.number(), height: z.number() }).optional(),
  scroll: z.object({ x: z.number(), y: z.number() }).optional(),
})

/**
 * The batch that tells of it, a tab of its own: a screenshot takes its time, and must not hold up the batches of the
 * tab that it shows, nor seem to be one of them that came before.
 */
export const stampScreenshot = (
  { visitorId, sessionId, screenshotId, tabId, sentAt, ts, url, title, userId, viewport, scroll }: Screenshot,
  { type, width, height, bytes }: ImageHeader & { bytes: number },
  stamp: Stamp,
): StampedBatch => {
  const props = {
    contentType: type,
    bytes,
    width,
    height,
    ...(title !== undefined && !stamp.maskText && { title }),
    ...(viewport && { viewport }),
    ...(scroll && { scroll }),
  }
  const event = {
    eventId: screenshotId,
    name: SCREENSHOT_EVENT,
    ts,
    ...(url !== undefined && { url }),
    ...(userId !== undefined && { userId }),
    props,
  }
  const batch = stampBatch(
    { v: 1, visitorId, sessionId, tabId: screenshotId, seq: 0, sentAt, events: [event] },
    stamp,
  )
  // Added last: ids are no texts, and digits of one may look like the number of a card to who scrubs.
  const ids = { screenshotId, tabId }
  return { ...batch, events: batch.events.map((one) => ({ ...one, props: { ...ids, ...one.props } })) }
}

/** The session that it is counted to, see sessionOfBatch. */
export const sessionOfScreenshot = ({ sessionId, sentAt, screenshotId, ts }: Screenshot): string =>
  sessionOfBatch({
    sessionId,
    sentAt,
    events: [{ eventId: screenshotId, name: SCREENSHOT_EVENT, ts, props: {} }],
  })

export const takenScreenshotSchema = takenSchema.extend({ ts: z.number().int(), url: z.string().optional() })

export type TakenScreenshot = z.infer<typeof takenScreenshotSchema>

/** Answer of `GET /api/v1/sessions/:id/screenshots`, oldest first. */
export const screenshotListSchema = z.object({
  screenshots: z.array(takenScreenshotSchema),
  nextCursor: z.string().nullable(),
})

export type ScreenshotList = z.infer<typeof screenshotListSchema>

/** Undefined of an event that a page made itself and that says less. */
export const takenScreenshot = ({ ts, url, props }: SessionEvent): TakenScreenshot | undefined => {
  const read = takenSchema.safeParse(props)
  return read.success ? { ...read.data, ts, ...(url !== undefined && { url }) } : undefined
}
