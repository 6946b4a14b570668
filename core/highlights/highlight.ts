// A highlight: a stretch of a session that a member cut out under a title, for all members of its project.
import * as z from 'zod'
import { HIGHLIGHT_MIN_MS, HIGHLIGHT_TITLE_MAX_CHARS } from '../limits.ts'
import { tagsSchema } from '../notes/note.ts'
import { memberIdSchema } from '../organisations/membership.ts'
import { projectIdSchema } from '../projects/project-id.ts'
import { sessionSchema } from '../sessions/session.ts'

export const highlightIdSchema = z.string().regex(/^clip_[0-9A-Za-z]{16}$/, 'is not the id of a highlight')

const time = z.number().int()
const title = z.string().trim().min(1).max(HIGHLIGHT_TITLE_MAX_CHARS)
/** Of a screenshot of the session, by which a list shows it. */
const screenshotId = z.uuid().nullable()

export const highlightSchema = z.object({
  highlightId: highlightIdSchema,
  sessionId: z.uuid(),
  title: z.string(),
  tags: z.array(z.string()),
  /** Milliseconds since 1970. */
  from: time,
  to: time,
  screenshotId,
  author: z.object({ memberId: memberIdSchema, email: z.string() }),
  createdAt: time,
  /** Null as long as it stands as it was made. */
  editedAt: time.nullable(),
})

const isLongEnough = ({ from, to }: { from?: number | undefined; to?: number | undefined }): boolean =>
  from === undefined || to === undefined || to - from >= HIGHLIGHT_MIN_MS
const TOO_SHORT = { path: ['to'], message: 'must be a second later than from, or more' }

export const createHighlightSchema = z
  .strictObject({
    /** Needed unless the query names the project. */
    projectId: projectIdSchema.optional(),
    title,
    tags: tagsSchema.default([]),
    from: time.min(0),
    to: time.min(0),
    screenshotId: screenshotId.default(null),
  })
  .refine(isLongEnough, TOO_SHORT)

export const updateHighlightSchema = z
  .strictObject({ title, tags: tagsSchema, from: time.min(0), to: time.min(0), screenshotId })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: 'names nothing to change' })
  .refine(isLongEnough, TOO_SHORT)

/** Answer of `GET /api/v1/sessions/{sessionId}/highlights`, in the order of their beginnings. */
export const highlightListSchema = z.object({ highlights: z.array(highlightSchema) })
export const highlightAnswerSchema = z.object({ highlight: highlightSchema })

/** With whose it is. */
const shownHighlightSchema = highlightSchema.extend({
  session: sessionSchema.pick({
    visitorId: true,
    userId: true,
    startedAt: true,
    hasReplay: true,
    pinned: true,
  }),
})

/** Answer of `GET /api/v1/highlights`, newest first. */
export const projectHighlightsSchema = z.object({
  highlights: z.array(shownHighlightSchema),
  /** There may be more, though this page be short or empty: a request looks at only so many. */
  nextCursor: z.string().nullable(),
})

export type Highlight = z.infer<typeof highlightSchema>
export type ShownHighlight = z.infer<typeof shownHighlightSchema>
export type CreateHighlight = z.input<typeof createHighlightSchema>
export type UpdateHighlight = z.input<typeof updateHighlightSchema>
export type HighlightList = z.infer<typeof highlightListSchema>
export type ProjectHighlights = z.infer<typeof projectHighlightsSchema>
