// One page_view for each page a person sees: loaded, reached without a load, or brought back from the browser's cache.
import type { Event } from '../../../core/ingest/envelope.ts'
import { guarded } from '../guard.ts'
import { TEXT_MAX_CHARS, TITLE_SETTLES_MS } from '../limits.ts'
import { listen } from '../page/listen.ts'
import { patch } from '../page/patch.ts'
import { scrubbed, scrubUrl } from '../privacy/scrub-url.ts'
import { undoAll } from '../undo.ts'
import type { Instrument } from './instrument.ts'

type HistoryMethod = typeof history.pushState

export const watchPageViews: Instrument = ({ capture }) => {
  let shown = ''
  let titleTimer: ReturnType<typeof setTimeout> | undefined
  let event: Event | undefined

  const view = (referrer: string) => {
    shown = location.href
    event = capture({
      name: 'page_view',
      referrer: referrer ? scrubUrl(referrer) : undefined,
      props: {
        screenWidth: screen.width,
        screenHeight: screen.height,
        viewportWidth: innerWidth,
        viewportHeight: innerHeight,
        language: navigator.language,
      },
    })
  }

  const readTitle = () => {
    if (event) event.props['title'] = scrubbed(document.title, TEXT_MAX_CHARS)
  }

  const viewLoaded = () => {
    view(document.referrer)
    readTitle()
  }

  /** A browser fires popstate and hashchange for one step, and routers replace an address by itself. */
  const viewIfMoved = guarded(() => {
    if (location.href === shown) return
    view(shown)
    // Routers set the title after the address; until then it is the last page's.
    clearTimeout(titleTimer)
    titleTimer = setTimeout(readTitle, TITLE_SETTLES_MS)
  })

  const thenLook = (original: HistoryMethod): HistoryMethod =>
    function (this: History, ...args) {
      original.apply(this, args)
      viewIfMoved()
    }

  const undos = [
    patch(history, 'pushState', thenLook),
    patch(history, 'replaceState', thenLook),
    listen(window, 'popstate', viewIfMoved),
    listen(window, 'hashchange', viewIfMoved),
    listen<PageTransitionEvent>(window, 'pageshow', ({ persisted }) => {
      if (persisted) viewLoaded()
    }),
    () => clearTimeout(titleTimer),
  ]
  viewLoaded()
  return undoAll(undos)
}
