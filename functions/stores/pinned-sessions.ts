// The pinned sessions of a project as a list reads sessions, newest start first: a few among all that there are, so they
// are found by the rows of their pins.
import type { PinStore } from './pins.ts'
import { type SessionRows, type SessionStore, startIn, startKeyOf } from './sessions.ts'

/** For one request: they are read once, however often that asks for more of them. */
export const pinnedSessions = (
  sessions: Pick<SessionStore, 'findSome'>,
  pins: Pick<PinStore, 'list'>,
): Pick<SessionStore, 'newestFirst'> => {
  const read = async (projectId: string): Promise<SessionRows['rows']> => {
    const ids = (await pins.list(projectId)).map(({ sessionId }) => sessionId)
    return (await sessions.findSome(projectId, ids))
      .filter(({ pinned }) => pinned)
      .map((state) => ({ startKey: startKeyOf(state), state }))
      .sort((a, b) => (a.startKey < b.startKey ? 1 : -1))
  }
  let all: Promise<SessionRows['rows']> | undefined

  return {
    newestFirst: async (projectId, { after, from = 0, limit }) => {
      all ??= read(projectId)
      const rows = (await all).filter(
        ({ startKey }) => startIn(startKey) >= from && (after === undefined || startKey < after),
      )
      const page = rows.slice(0, limit)
      return { read: page.length, rows: page, next: rows.length > limit ? page.at(-1)?.startKey : undefined }
    },
  }
}
