// What a site's server does with Playhead: tokens for its users, who of them is there, and what they did.
import { createAsk } from './ask-playhead.ts'
import type { PlayheadServer, ServerOptions, UserPresence } from './server.d.ts'

export { PlayheadError } from './ask-playhead.ts'

/** Users that one request may ask for. */
const USERS_A_REQUEST = 100

type ListedPresence = Omit<UserPresence, 'userId'> & { userId: string | number }

export const createPlayheadServer = (options: ServerOptions): PlayheadServer => {
  const ask = createAsk(options)

  return {
    mintUserToken: ({ userId, username }) =>
      ask({ path: '/user-tokens', body: { userId, ...(username !== undefined && { username }) } }),

    presenceOf: async (userIds) => {
      const ids = [...new Set(userIds)]
      const found = new Map<string, UserPresence>()
      for (let at = 0; at < ids.length; at += USERS_A_REQUEST) {
        const body = { userIds: ids.slice(at, at + USERS_A_REQUEST) }
        const { data } = await ask<{ data: { presences: ListedPresence[] } }>({
          path: '/users/presence',
          body,
        })
        // A site whose ids are numbers is told numbers.
        for (const one of data.presences) found.set(`${one.userId}`, { ...one, userId: `${one.userId}` })
      }
      return found
    },

    logActivity: async ({ id = crypto.randomUUID(), ...activity }) => {
      // With an id of its own it is kept once, however often it is tried.
      await ask({ path: '/activity', body: { id, ...activity } })
    },

    logLogin: async ({ id = crypto.randomUUID(), ...login }) => {
      await ask({ path: '/logins', body: { id, ...login } })
    },

    onlineCount: async () => (await ask<{ online: number }>({ path: '/presence/count' })).online,
  }
}
