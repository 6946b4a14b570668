// A clock that a test sets forward. Make it before the handlers are imported: they hold on to `Date.now`.
import { vi } from 'vitest'

export const movableClock = () => {
  const real = Date.now
  let ahead = 0
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead)
  return {
    advance: (ms: number): void => {
      ahead += ms
    },
    reset: (): void => {
      ahead = 0
    },
  }
}
