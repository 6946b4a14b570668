// How fast the page was for its visitor: the web vitals and long tasks, told once, when the page is hidden first.

import type { Instrument } from '../instruments/instrument.ts'
import { AHEAD } from '../page/ahead.ts'
import { undoAll } from '../undo.ts'

type Entry = PerformanceEntry & {
  value: number
  hadRecentInput: boolean
  interactionId: number
  activationStart: number
  responseStart: number
}

export const watchVitals: Instrument = ({ capture, guarded, listen, onLeave }) => {
  const observers: PerformanceObserver[] = []
  const interactions: Record<number, number> = {}
  const navigation = performance.getEntriesByType('navigation')[0] as Entry | undefined
  const vitals = { FCP: 0, LCP: 0, CLS: 0, INP: 0, TTFB: 0, longTasks: 0, longTaskMs: 0 }
  let shifts = 0
  let firstShift = 0
  let lastShift = 0

  /** A page that was rendered ahead began for its visitor when it was shown. */
  const since = (time: number) => Math.round(Math.max(time - (navigation?.activationStart ?? 0), 0))

  const observe = (type: string, see: (entry: Entry) => void) => {
    try {
      const observer = new PerformanceObserver((list) => (list.getEntries() as Entry[]).forEach(guarded(see)))
      observer.observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
      observers.push(observer)
    } catch {
      // This browser does not measure it.
    }
  }

  // Browsers paint a page late that is loaded in the background.
  if (!document.hidden) {
    observe('paint', ({ name, startTime }) => {
      if (name === 'first-contentful-paint') vitals.FCP = since(startTime)
    })
    observe('largest-contentful-paint', ({ startTime }) => {
      vitals.LCP = since(startTime)
    })
  }
  // Shifts count in windows of five seconds at most, without a second's pause; the worst window counts.
  observe('layout-shift', ({ value, hadRecentInput, startTime }) => {
    if (hadRecentInput) return
    if (startTime - lastShift > 1_000 || startTime - firstShift > 5_000) {
      shifts = 0
      firstShift = startTime
    }
    lastShift = startTime
    shifts += value
    vitals.CLS = Math.max(vitals.CLS, Math.round(shifts * 10_000) / 10_000)
  })
  observe('event', ({ interactionId: id, duration }) => {
    if (id) interactions[id] = Math.max(interactions[id] ?? 0, duration)
  })
  observe('longtask', ({ duration }) => {
    vitals.longTasks++
    vitals.longTaskMs += Math.round(duration)
  })

  const disconnect = () => {
    for (const observer of observers.splice(0)) observer.disconnect()
  }
  const tell = () => {
    if (!observers.length) return
    disconnect()
    vitals.TTFB = since(navigation?.responseStart ?? 0)
    // The slowest interaction, one of each fifty left aside.
    const slowest = Object.values(interactions).sort((a, b) => b - a)
    vitals.INP = slowest[Math.floor(slowest.length / 50)] ?? 0
    // What is still nought was not measured, but for shifts: a page may well have none.
    const { CLS, longTasks, longTaskMs, ...timings } = vitals
    const measured = Object.entries(timings).filter(([, value]) => value)
    capture({ name: 'web_vital', props: { CLS, longTasks, longTaskMs, ...Object.fromEntries(measured) } })
  }

  return undoAll([
    listen(document, 'visibilitychange', () => document.hidden && tell(), AHEAD),
    onLeave(tell),
    disconnect,
  ])
}
