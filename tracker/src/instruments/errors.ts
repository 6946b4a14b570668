// Errors that nobody caught, as the page's developer would want to read them, without the secrets they carry.
import { ERROR_MAX_CHARS, ERRORS_PER_PAGE, STACK_MAX_CHARS } from '../limits.ts'
import { listen } from '../page/listen.ts'
import { scrubbed, scrubUrl } from '../privacy/scrub-url.ts'
import { undoAll } from '../undo.ts'
import type { Instrument } from './instrument.ts'

export const watchErrors: Instrument = ({ capture, drop, onPage }) => {
  let told = 0

  const tell = (kind: string, thrown: unknown, message: unknown, place: object | '' = {}) => {
    if (told++ >= ERRORS_PER_PAGE) return drop('error_flood')
    const { name, stack } = thrown instanceof Error ? thrown : { name: typeof thrown }
    capture({
      name: 'error_occurred',
      props: {
        kind,
        type: scrubbed(name, 100),
        message: scrubbed(message, ERROR_MAX_CHARS),
        ...(stack && { stack: scrubbed(stack, STACK_MAX_CHARS) }),
        ...place,
      },
    })
  }

  return undoAll([
    onPage(() => {
      told = 0
    }),
    listen<ErrorEvent>(window, 'error', ({ error, message, filename, lineno: line, colno: column }) =>
      tell('error', error, message, filename && { source: scrubUrl(filename), line, column }),
    ),
    listen<PromiseRejectionEvent>(window, 'unhandledrejection', ({ reason }) =>
      tell('unhandled_rejection', reason, reason?.message ?? reason),
    ),
  ])
}
