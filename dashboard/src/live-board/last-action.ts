// The newest event of somebody as a word that fits behind their name.

const WORDS: Record<string, string> = {
  page_view: 'Opened the page',
  pageview: 'Opened the page',
  click: 'Clicked',
  content_click: 'Clicked',
  rage_click: 'Clicked in anger',
  rageclick: 'Clicked in anger',
  dead_click: 'Clicked in vain',
  deadclick: 'Clicked in vain',
  scroll: 'Scrolled',
  scroll_depth: 'Scrolled',
  input: 'Typed',
  form_submit: 'Sent a form',
  error: 'Met an error',
  error_occurred: 'Met an error',
  js_error: 'Met an error',
  identify: 'Signed in',
  page_hide: 'Looked away',
  page_leave: 'Left the page',
}

/** What a site calls its own events is told as it is: `checkout_started` → `checkout started`. */
export const actionWords = (name: string | null): string =>
  name === null ? 'Arrived' : (WORDS[name] ?? name.replaceAll('_', ' '))
