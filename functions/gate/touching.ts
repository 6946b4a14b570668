// A user of a site who calls is active at this moment: noted beside the work, at most once a minute.
import type { Route } from '../runtime/http/route.ts'
import { errorFields, log } from '../runtime/log.ts'
import type { PresenceStore } from '../stores/presence.ts'
import type { SuppressionStore } from '../stores/suppressions.ts'
import { isErasedUser } from './refuse-erased.ts'

type Deps = {
  presence: Pick<PresenceStore, 'touch'>
  suppressions: Pick<SuppressionStore, 'among'>
  now: () => number
}

export const touching =
  ({ presence, suppressions, now }: Deps) =>
  ({ operation, handle }: Route): Route => ({
    operation,
    handle: async (request) => {
      const { caller } = request as { caller?: object }
      if (!caller || !('userId' in caller)) return handle(request)
      const { projectId, userId } = caller as { projectId: string; userId: string }
      // Begun before the work and waited for after it: what a frozen container leaves undone is lost.
      const touch = async () => {
        // A token outlives its user.
        if (!(await isErasedUser(suppressions, projectId, userId)))
          await presence.touch(projectId, userId, now())
      }
      const touched = touch().catch((error: unknown) => {
        log.error('activity was not noted', errorFields(error))
      })
      try {
        return await handle(request)
      } finally {
        await touched
      }
    },
  })
