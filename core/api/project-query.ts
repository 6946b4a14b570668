// How an operation names its project in the query.
import * as z from 'zod'

/** Left out by a server, whose key says it, and by a member of exactly one project. */
const named = z.object({ projectId: z.string().max(64).optional() })

export const inProject = <Shape extends z.ZodRawShape = Record<never, never>>(shape?: Shape) =>
  named.extend(shape ?? ({} as Shape))
