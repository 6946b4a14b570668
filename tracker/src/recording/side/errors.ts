// Errors that nobody caught, on the clock of the recording.
import { undoAll } from '../../undo.ts'
import type { Side } from './side.ts'
import { perMinute } from './side.ts'

const ERRORS_PER_MINUTE = 30

export const watchErrors =
  (onError: () => void): Side =>
  (site, tell) => {
    const limit = perMinute(ERRORS_PER_MINUTE)
    const note = (thrown: unknown, message: unknown) => {
      if (limit.pass()) {
        const clean = (text: unknown) => site.privacy.plain(String(text).slice(0, 1_000)).slice(0, 500)
        tell('playhead/error', {
          type: thrown instanceof Error ? clean(thrown.name) : typeof thrown,
          message: clean(message),
        })
      }
      onError()
    }
    return undoAll([
      site.listen<ErrorEvent>(window, 'error', ({ error, message }) => note(error, message)),
      site.listen<PromiseRejectionEvent>(window, 'unhandledrejection', ({ reason }) =>
        note(reason, reason instanceof Error ? reason.message : reason),
      ),
    ])
  }
