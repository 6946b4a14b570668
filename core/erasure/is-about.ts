// Whether a batch, or a text that should have been one, is about somebody.
import { type StampedBatch, stampedBatchSchema } from '../ingest/stamped-batch.ts'

/** All that is known of who is to be erased. */
export type Person = { visitorIds: string[]; userIds: string[]; sessionIds: string[] }

/** Who a batch is about, as far as it says. */
export const peopleOf = ({
  visitorId,
  events,
}: {
  visitorId: string
  events: { userId?: string | undefined }[]
}) => ({
  visitorId,
  userIds: [...new Set(events.flatMap(({ userId }) => userId ?? []))],
})

export type Finder = (text: string) => boolean

/** Reads the text as a batch, and where it is none looks for the ids in it: rather too much is erased than too little. */
export const finderOf = ({ visitorIds, userIds, sessionIds }: Person): Finder => {
  const visitors = new Set(visitorIds)
  const users = new Set(userIds)
  const sessions = new Set(sessionIds)
  const uuids = [...visitors, ...sessions].map((id) => id.toLowerCase())
  const named = userIds.map((id) => new RegExp(`"userId"\\s*:\\s*${escaped(JSON.stringify(id))}`))
  return (text) => {
    const batch = batchIn(text)
    if (batch) {
      const { visitorId, userIds } = peopleOf(batch)
      if (visitors.has(visitorId) || sessions.has(batch.sessionId)) return true
      return userIds.some((id) => users.has(id))
    }
    const lower = text.toLowerCase()
    return uuids.some((id) => lower.includes(id)) || named.some((pattern) => pattern.test(text))
  }
}

const batchIn = (text: string): StampedBatch | undefined => {
  try {
    return stampedBatchSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
