// What travels on the stream in place of a batch that is too large for one record: whose it is, and where it lies.
import * as z from 'zod'
import { CLAIM_MAX_BYTES } from '../limits.ts'

export const claimSchema = z.object({
  v: z.literal(1),
  projectId: z.string(),
  /** Told here too, so that everything of a person can be found without a look at what is claimed. */
  visitorId: z.uuid(),
  sessionId: z.uuid(),
  tabId: z.uuid(),
  seq: z.number().int().nonnegative(),
  receivedAt: z.number().int(),
  claim: z.object({
    /** In the bucket of the sessions. */
    key: z.string().min(1).max(300),
    /** Of the batch as JSON. */
    bytes: z.number().int().positive().max(CLAIM_MAX_BYTES),
  }),
})

export type Claim = z.infer<typeof claimSchema>
