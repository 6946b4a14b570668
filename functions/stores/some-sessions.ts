// Some sessions of a project that are known by their ids, read as the index of all of them is: the newest start first.
import type { SessionState } from '../../core/sessions/session-state.ts'
import type { SessionStore } from './sessions.ts'

type Find = Pick<SessionStore, 'findSome'>

/** They are looked up once, however many steps of a search ask. */
export const someSessions = (
  sessions: Find,
  idsOf: (projectId: string) => Promise<string[]>,
): Pick<SessionStore, 'newestFirst'> => {
  let looked: Promise<{ startKey: string; state: SessionState }[]> | undefined

  const lookUp = async (projectId: string) => {
    const states = await sessions.findSome(projectId, await idsOf(projectId))
    return states
      .map((state) => ({ startKey: startKeyOf(state), state }))
      .sort((a, b) => (a.startKey < b.startKey ? 1 : -1))
  }

  return {
    newestFirst: async (projectId, { after, from = 0, user, limit }) => {
      looked ??= lookUp(projectId)
      const behind = (await looked).filter(
        ({ startKey, state }) =>
          (after === undefined || startKey < after) &&
          state.startedAt >= from &&
          (user === undefined || state.userId === user),
      )
      const rows = behind.slice(0, limit)
      return {
        read: rows.length,
        rows,
        next: behind.length > limit ? rows.at(-1)?.startKey : undefined,
      }
    },
  }
}

const startKeyOf = ({ startedAt, sessionId }: SessionState): string =>
  `${String(startedAt).padStart(13, '0')}#${sessionId}`
