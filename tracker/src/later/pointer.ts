// Where the pointer went, as a row of numbers every few seconds.

import type { Instrument } from '../instruments/instrument.ts'
import { POINTER_FLUSH_MS, POINTER_MAX_POINTS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { undoAll } from '../undo.ts'

export const watchPointer: Instrument = ({ capture, options, guarded, onPage, onLeave, listen }) => {
  /** Milliseconds since the place before, x and y on the page, again and again. */
  let points: number[] = []
  let lastAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = guarded(() => {
    clearTimeout(timer)
    timer = undefined
    if (points.length) capture({ name: 'mouse_move', props: { points } })
    points = []
  })

  return undoAll([
    listen<MouseEvent>(
      document,
      'mousemove',
      ({ timeStamp, pageX, pageY }) => {
        const passed = timeStamp - lastAt
        if (passed < options.mouseMoveThrottle) return
        lastAt = timeStamp
        points.push(points.length ? Math.round(passed) : 0, Math.round(pageX), Math.round(pageY))
        if (points.length >= POINTER_MAX_POINTS * 3) flush()
        else timer ??= setTimeout(flush, POINTER_FLUSH_MS)
      },
      AHEAD,
    ),
    onLeave(flush),
    onPage(flush),
    () => clearTimeout(timer),
  ])
}
