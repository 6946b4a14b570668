// Screenshots: how they come in, and how members read them.
import * as z from 'zod'
import { SCREENSHOT_BODY_MAX_BYTES, SCREENSHOT_COST, SCREENSHOT_INLINE_MAX_BYTES } from '../limits.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { IMAGE_TYPES } from '../screenshots/image-header.ts'
import { screenshotAnswerSchema, screenshotListSchema, screenshotSchema } from '../screenshots/screenshot.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

/** Characters: what is said of a screenshot is shorter, and no address may be longer than 8,192 bytes. */
const META_MAX_CHARS = 8_000

export const trackScreenshot = operation({
  method: 'POST',
  path: '/api/v1/track/screenshot',
  id: 'trackScreenshot',
  chapter: 'Ingest',
  summary: 'Send a screenshot',
  description:
    'Up to 4 MiB the image is in the request: as the body itself, with the members of the JSON in the query as `meta`, or as base64 in `image`. A larger one is announced by `contentType` and `bytes` without an image. The answer then holds the form of an upload, up to 20 MB and good for ten minutes; when the image is uploaded, send the same request again, and the answer is `stored: true`. A request with the same `screenshotId` stores once and counts once, however often it is sent.',
  access: { kind: 'ingest' },
  query: z.object({
    k: z.string().max(200).optional(),
    meta: z
      .string()
      .max(META_MAX_CHARS)
      .optional()
      .meta({ description: 'JSON, where the body is the image itself.' }),
  }),
  body: screenshotSchema,
  bodyMaxBytes: SCREENSHOT_BODY_MAX_BYTES,
  binary: { types: IMAGE_TYPES, maxBytes: SCREENSHOT_INLINE_MAX_BYTES },
  cost: () => SCREENSHOT_COST,
  answers: { 202: screenshotAnswerSchema },
  problems: [503],
  anyOrigin: true,
})

const access = { kind: 'project', atLeast: 'viewer', secretKey: true, sight: 'replay' } as const

export const listScreenshots = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/screenshots',
  id: 'listScreenshots',
  chapter: 'Sessions',
  summary: 'The screenshots of a session, oldest first',
  description: 'Those whose image is still there. An image is read by its `screenshotId`.',
  access,
  params: z.object({ sessionId: z.uuid() }),
  query: inProject(pageQuerySchema.shape),
  answers: { 200: screenshotListSchema },
})

export const getScreenshot = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/screenshots/{screenshotId}',
  id: 'getScreenshot',
  chapter: 'Sessions',
  summary: 'The image of a screenshot',
  description:
    'At most 4 MiB in one answer. A larger image comes in parts: ask again with `from`, the bytes that you have, until they are the `bytes` of the list.',
  access,
  params: z.object({ sessionId: z.uuid(), screenshotId: z.uuid() }),
  query: inProject({ from: z.coerce.number().int().min(0).max(100_000_000).default(0) }),
  answers: { 200: null },
  answersBinary: IMAGE_TYPES,
})
