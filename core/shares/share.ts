// A share: a link by which anybody who has it plays one session, or a part of it, for a while.
import * as z from 'zod'
import { SHARE_MAX_SECONDS, SHARE_MIN_SECONDS } from '../limits.ts'
import { projectIdSchema } from '../projects/project-id.ts'
import { replaySchema } from '../replay/replay.ts'
import { base62FromBytes } from '../text/base62.ts'

export const shareIdSchema = z.string().regex(/^share_[0-9A-Za-z]{16}$/, 'is not the id of a share')

const TOKEN_DIGITS = 32

/** 190 bits, and all that a visitor needs. Only a hash of it is kept. */
export const shareTokenSchema = z.string().regex(/^[0-9A-Za-z]{32}$/, 'is not the token of a share')

/** Random bytes that a token is made from: twice its digits, since a few are thrown away. */
export const SHARE_TOKEN_RANDOM_BYTES = 2 * TOKEN_DIGITS

export const makeShareToken = (random: Uint8Array): string => base62FromBytes(random, TOKEN_DIGITS)

/** `as_recorded`: masked as the page masked it. `all_text`: no text, no image and no address of a page leaves us. */
const maskSchema = z.enum(['as_recorded', 'all_text'])

const time = z.number().int()

export const shareSchema = z.object({
  shareId: shareIdSchema,
  sessionId: z.uuid(),
  createdBy: z.object({ memberId: z.string(), email: z.string() }),
  createdAt: time,
  expiresAt: time,
  mask: maskSchema,
  /** Milliseconds since 1970; null where the session's own beginning or end is meant. */
  from: time.nullable(),
  to: time.nullable(),
  /** Whether console and requests are shown, too. */
  withInspector: z.boolean(),
})

export const createShareSchema = z
  .strictObject({
    /** Needed unless the query names the project. */
    projectId: projectIdSchema.optional(),
    /** Seconds: five minutes to thirty days. */
    expiresIn: z.number().int().min(SHARE_MIN_SECONDS).max(SHARE_MAX_SECONDS),
    mask: maskSchema.default('all_text'),
    from: time.min(0).optional(),
    to: time.min(0).optional(),
    withInspector: z.boolean().default(false),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    message: 'must be later than from',
  })
  .refine(({ mask, withInspector }) => !(withInspector && mask === 'all_text'), {
    path: ['withInspector'],
    message: 'shows texts of the console: it needs the mask as_recorded',
  })

export const shareListSchema = z.object({ shares: z.array(shareSchema) })

/** The only time that the token is shown. */
export const createdShareSchema = z.object({ share: shareSchema, token: shareTokenSchema })

/** What a visitor is shown: nothing that says whose session it is, or leads to anything else of it. */
export const sharedReplaySchema = z.object({
  /** Its `sessionId` is made up: the real one would open more than this. */
  replay: replaySchema,
  share: shareSchema.pick({ expiresAt: true, mask: true, withInspector: true }),
  session: z.object({ browser: z.string(), os: z.string(), device: z.string() }),
})

export type Share = z.infer<typeof shareSchema>
export type CreateShare = z.input<typeof createShareSchema>
export type ShareList = z.infer<typeof shareListSchema>
export type CreatedShare = z.infer<typeof createdShareSchema>
export type SharedReplay = z.infer<typeof sharedReplaySchema>
