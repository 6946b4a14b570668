// A user of a site who calls is active at this moment: noted beside the work, at most once a minute.

import type { Route } from '../runtime/http/route.ts'
import { errorFields, log } from '../runtime/log.ts'
import type { PresenceStore } from '../stores/presence.ts'

type Deps = { presence: Pick<PresenceStore, 'touch'>; now: () => number }

export const touching =
  ({ presence, now }: Deps) =>
  ({ operation, handle }: Route): Route => ({
    operation,
    handle: async (request) => {
      const { caller } = request as { caller?: object }
      if (!caller || !('userId' in caller)) return handle(request)
      const { projectId, userId } = caller as { projectId: string; userId: string }
      // Begun before the work and waited for after it: what a frozen container leaves undone is lost.
      const touched = presence.touch(projectId, userId, now()).catch((error: unknown) => {
        log.error('activity was not noted', errorFields(error))
      })
      try {
        return await handle(request)
      } finally {
        await touched
      }
    },
  })
