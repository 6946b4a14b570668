// A pin: as long as it stands, a session is kept whatever days its project keeps.
import * as z from 'zod'
import { memberIdSchema } from '../organisations/membership.ts'

export const pinSchema = z.object({
  /** Milliseconds since 1970. */
  at: z.number().int(),
  by: z.object({ memberId: memberIdSchema, email: z.string() }),
  /** Whether its recording was still there to be kept. */
  withReplay: z.boolean(),
})

export type Pin = z.infer<typeof pinSchema>

/** Seconds since 1970 at which what is pinned ends by itself: in the year 2286, which is never. */
export const PINNED_UNTIL = 9_999_999_999
