// What is kept of a visitor: when it was first and last here, and the user it turned out to be.
import * as z from 'zod'
import { COARSE_TIME_MS } from '../limits.ts'

export const visitorSchema = z.object({
  v: z.literal(1),
  projectId: z.string(),
  visitorId: z.uuid(),
  userId: z.string().nullable(),
  firstSeenAt: z.number().int(),
  /** To ten minutes, so that it is not rewritten with every batch; the session has it exactly. */
  lastSeenAt: z.number().int(),
})

export type Visitor = z.infer<typeof visitorSchema>

export type Sighting = {
  projectId: string
  visitorId: string
  userId: string | null
  firstAt: number
  lastAt: number
  /** Days that the project keeps what it tells of; undefined or null when it did not say. */
  keepDays?: number | null
}

/** Returns `visitor` itself when nothing changes. The first user stays: two users are never merged by themselves. */
export const foldSighting = (visitor: Visitor | undefined, sighting: Sighting): Visitor => {
  const { projectId, visitorId, firstAt, lastAt } = sighting
  const userId = visitor?.userId ?? sighting.userId
  const firstSeenAt = Math.min(visitor?.firstSeenAt ?? firstAt, firstAt)
  const coarse = lastAt - (lastAt % COARSE_TIME_MS)
  const lastSeenAt = Math.max(visitor?.lastSeenAt ?? coarse, coarse)
  const unchanged =
    visitor?.userId === userId && visitor.firstSeenAt === firstSeenAt && visitor.lastSeenAt === lastSeenAt
  return unchanged ? visitor : { v: 1, projectId, visitorId, userId, firstSeenAt, lastSeenAt }
}
