// The erasure of a person: what somebody asked for, and the receipt that tells what became of it, without naming anybody.
import * as z from 'zod'
import { USER_ID_MAX_CHARS } from '../limits.ts'
import { base62FromBytes } from '../text/base62.ts'

/** A user id of the site, or a visitor id. */
export const personIdSchema = z.string().min(1).max(USER_ID_MAX_CHARS)

/**
 * - `erasing`: under way.
 * - `settling`: everything that was found is gone; what was being written at that moment is looked for once more.
 * - `erased`: a search through every store found nothing. The stream still holds what it held, and nobody takes it.
 * - `complete`: the stream has forgotten it too, and another search found nothing.
 */
export const ERASURE_STATUSES = ['erasing', 'settling', 'erased', 'complete'] as const

const count = z.number().int().nonnegative()

/** What was seen go, by store. A run that was killed may have removed more than it could note. */
export const erasedCountsSchema = z.object({
  sessions: count,
  /** Visitors and their links to users. */
  people: count,
  /** Recordings, events and screenshots of sessions, what members added to them, and bodies that waited for the stream. */
  objects: count,
  /** Rows of the lake: events and finished sessions. */
  lakeRows: count,
  /** Records of the quarantine. */
  quarantined: count,
  /** Who watched the person's sessions at that moment. */
  watches: count,
})

export const NOTHING_ERASED: ErasedCounts = {
  sessions: 0,
  people: 0,
  objects: 0,
  lakeRows: 0,
  quarantined: 0,
  watches: 0,
}

export const erasureIdSchema = z.string().regex(/^ers_\d{13}[0-9A-Za-z]{16}$/)

export const erasureSchema = z.object({
  erasureId: erasureIdSchema,
  projectId: z.string(),
  /** A keyed hash of the id that was asked for: tells whether two receipts are about one id, and not which. */
  subject: z.string(),
  requestedBy: z.enum(['member', 'secret-key', 'visitor']),
  requestedAt: z.number().int(),
  status: z.enum(ERASURE_STATUSES),
  /** When a search through every store found nothing; null until then. */
  erasedAt: z.number().int().nullable(),
  completedAt: z.number().int().nullable(),
  /** The last search found nothing, and could read everything it looked at. */
  verified: z.boolean(),
  counts: erasedCountsSchema,
  /** Damaged objects of the lake in which nobody can look for anybody. */
  unreadable: count,
})

export const erasureAnswerSchema = z.object({ erasure: erasureSchema })
/** Newest first. */
export const erasureListSchema = z.object({
  erasures: z.array(erasureSchema),
  nextCursor: z.string().nullable(),
})

export type Erasure = z.infer<typeof erasureSchema>
export type ErasedCounts = z.infer<typeof erasedCountsSchema>
export type ErasureList = z.infer<typeof erasureListSchema>

const ID_DIGITS = 16
export const ERASURE_ID_BYTES = 2 * ID_DIGITS

/** Ids sort by time. */
export const makeErasureId = (at: number, random: Uint8Array): string =>
  `ers_${String(at).padStart(13, '0')}${base62FromBytes(random, ID_DIGITS)}`
