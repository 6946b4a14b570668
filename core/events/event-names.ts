// One spelling for each event name, and the names that a session counts.

const NAME_MAX_CHARS = 100
const CANONICAL = /^(?=.{1,100}$)[a-z0-9]+(?:_[a-z0-9]+)*$/

/** `PAGE_VIEW`, `pageView` and `Page view` are all `page_view`. */
export const canonicalName = (raw: string): string => {
  // As nearly all are spelled. A digit before a letter that follows it is no border of words, so nothing would change.
  if (CANONICAL.test(raw)) return raw
  const name = raw
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, NAME_MAX_CHARS)
    .replace(/^_|_$/g, '')
  return name === '' ? 'unnamed' : name
}

export const PAGE_VIEWS: ReadonlySet<string> = new Set(['page_view', 'pageview'])
const CLICKS = new Set(['click', 'content_click'])
export const RAGE_CLICKS = new Set(['rage_click', 'rageclick'])
export const DEAD_CLICKS = new Set(['dead_click', 'deadclick'])
export const ERRORS = new Set(['error', 'error_occurred', 'js_error', 'unhandled_rejection'])

const SAYS_TRAITS = new Set(['identify', 'set_traits'])

export const isPageView = (name: string): boolean => PAGE_VIEWS.has(name)
export const isClick = (name: string): boolean => CLICKS.has(name)
export const isRageClick = (name: string): boolean => RAGE_CLICKS.has(name)
export const isDeadClick = (name: string): boolean => DEAD_CLICKS.has(name)
export const isError = (name: string): boolean => ERRORS.has(name)

/** In its `traits`, what the site knows of its user. */
export const saysTraits = (name: string): boolean => SAYS_TRAITS.has(name)

/** Told by the tracker itself, and neither a view, a click nor an error. */
const OF_THE_TRACKER =
  /^(?:scroll|mouse_move|heartbeat|page_leave|web_vital|screenshot_taken|tracker_dropped|recording_(?:paused|resumed)|update_presence|input|change|submit|form_\w+)$/

const COUNTED = [PAGE_VIEWS, CLICKS, RAGE_CLICKS, DEAD_CLICKS, ERRORS]

/** What a site tells of itself. */
export const isOwnEvent = (name: string): boolean =>
  !OF_THE_TRACKER.test(name) && !COUNTED.some((names) => names.has(name))

/** The names of all other events, as one pattern. */
export const NOT_OWN_EVENT = `${OF_THE_TRACKER.source}|^(?:${COUNTED.flatMap((names) => [...names]).join('|')})$`
