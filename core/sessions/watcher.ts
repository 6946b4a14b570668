// Who watched a session, as the API shows it.
import * as z from 'zod'

export const watcherSchema = z.object({
  /** A server is known by its key. */
  kind: z.enum(['member', 'key']),
  id: z.string(),
  /** Address of a member, or again the id of a key. */
  name: z.string(),
  firstAt: z.number().int(),
  /** To the hour: who looks again within one is written down once. */
  lastAt: z.number().int(),
  times: z.number().int(),
})

/** Answer of `GET /api/v1/sessions/{sessionId}/watchers`, who watched last first. */
export const watcherListSchema = z.object({ watchers: z.array(watcherSchema) })

export type Watcher = z.infer<typeof watcherSchema>
export type WatcherList = z.infer<typeof watcherListSchema>
