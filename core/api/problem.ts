// How every error is answered: a problem document (RFC 9457) that also says `success: false`.
import * as z from 'zod'

export const problemSchema = z.looseObject({
  /** `urn:playhead:problem:<code>` */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** A sentence for a person. */
  detail: z.string(),
  /** A word for a program. */
  code: z.string(),
  success: z.literal(false),
  requestId: z.string().optional(),
  /** The fields that are at fault, of a request that was not understood. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
})

export type Problem = z.infer<typeof problemSchema>
