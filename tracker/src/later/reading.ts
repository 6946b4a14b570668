// How far down a page somebody came, and for how long it was in sight.

import type { Instrument } from '../instruments/instrument.ts'
import { SCROLL_SETTLES_MS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { whenIdle } from '../page/when-idle.ts'
import { type Undo, undoAll } from '../undo.ts'

export const watchReading: Instrument = ({ capture, onPage, onLeave, guarded, listen, privacy }) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let url = privacy.url(location.href)
  let depth = 0
  let visibleMs = 0
  /** The page has been in sight since before this part came. */
  let shownAt: number | undefined = document.hidden ? undefined : 0

  const look = () => {
    const { scrollHeight } = document.documentElement
    const percent = Math.round(((scrollY + innerHeight) / scrollHeight) * 100)
    depth = Math.max(depth, Math.min(percent, 100))
  }

  /** Layout is read once things have come to rest, never while they scroll. */
  const settle = guarded(() => {
    timer = undefined
    look()
    capture({ name: 'scroll', props: { x: Math.round(scrollX), y: Math.round(scrollY), depth } })
  })

  let cancelLook: Undo = whenIdle(guarded(look))
  // Somebody has scrolled before this part came.
  if (scrollY) timer = setTimeout(settle, SCROLL_SETTLES_MS)

  const count = () => {
    if (shownAt !== undefined) visibleMs += performance.now() - shownAt
    shownAt = document.hidden ? undefined : performance.now()
  }

  const leave = () => {
    if (!url) return
    count()
    const event = capture({ name: 'page_leave', props: { depth, visibleMs: Math.round(visibleMs) } })
    event.url = url
    url = ''
  }

  return undoAll([
    listen(
      document,
      'scroll',
      ({ target }) => {
        if (target === document) timer ??= setTimeout(settle, SCROLL_SETTLES_MS)
      },
      AHEAD,
    ),
    listen(document, 'visibilitychange', count),
    onLeave(leave),
    onPage((page) => {
      leave()
      url = page.url
      depth = visibleMs = 0
      shownAt = undefined
      count()
      cancelLook()
      cancelLook = whenIdle(guarded(look))
    }),
    () => clearTimeout(timer),
    () => cancelLook(),
  ])
}
