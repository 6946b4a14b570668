// Moments in which the main thread was busy for more than 50 ms, as far as the browser tells.
import { LONG_TASKS_PER_MINUTE } from '../limits.ts'
import { perMinute, type Side } from './side.ts'

export const watchLongTasks: Side = (site, tell) => {
  if (!window.PerformanceObserver?.supportedEntryTypes?.includes('longtask')) return () => undefined
  const limit = perMinute(LONG_TASKS_PER_MINUTE)
  const observer = new PerformanceObserver(
    site.guarded((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        const told = limit.pass()
        if (!told) continue
        const startedAt = Math.round(performance.timeOrigin + startTime)
        tell('playhead/long-task', { startedAt, durationMs: Math.round(duration), ...told })
      }
    }),
  )
  observer.observe({ type: 'longtask' })
  return () => observer.disconnect()
}
