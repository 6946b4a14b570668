// What somebody did, event by event, as lines of a Playwright test.
import {
  isClick,
  isDeadClick,
  isError,
  isPageView,
  isRageClick,
} from '../../../../core/events/event-names.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import { asComment, quoteForScript } from './quote-for-script.ts'

/** A page that is seen so soon after a click was reached by it. */
const REACHED_WITHIN_MS = 10_000

/** Dots or stars stand where the tracker masked what was typed. */
const isMasked = (value: string): boolean => /[•●]|\*{3}/.test(value)

/** Lines that a script needs at its top, for what only a person can fill in. */
export type Placeholders = Map<string, string>

type Tab = { variable: string; url: string | undefined; actedAt: number }

/** Steps into a shadow tree need no sign of their own in Playwright. */
export const locatorOf = (selector: string): string => {
  const css = selector.replaceAll(' >>> ', ' ')
  // What looks like another engine's selector is one to Playwright, unless it is told that it is CSS.
  const isPlainCss = /^[\w#.[*-]/.test(css) && !/^[\w:-]+=/.test(css)
  return `locator(${quoteForScript(isPlainCss ? css : `css=${css}`)})`
}

const identifier = (text: string): string => {
  const words = text
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .split(' ')
  const name = words
    .map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .slice(0, 40)
  return /^[a-z]/.test(name) ? name : `field${name}`
}

/** The same field keeps its placeholder; another of the same name gets a number. */
const placeholderFor = (placeholders: Placeholders, field: string, selector: string): string => {
  const base = identifier(field)
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}${n}`
    const taken = placeholders.get(name)
    if (taken === undefined) placeholders.set(name, selector)
    if (taken === undefined || taken === selector) return `values.${name}`
  }
}

const fill = (page: string, { target, props }: SessionEvent, placeholders: Placeholders): string[] => {
  const selector = target?.selector
  if (selector === undefined) return []
  const field = `await ${page}.${locatorOf(selector)}`
  const { value, type, field: name } = props
  if (typeof value === 'boolean') return [`${field}.setChecked(${value})`]
  if (typeof value !== 'string') return []
  const isUnknown = value === '' ? type === 'password' : isMasked(value)
  const what = isUnknown
    ? placeholderFor(placeholders, typeof name === 'string' ? name : 'value', selector)
    : quoteForScript(value)
  return [String(type).startsWith('select') ? `${field}.selectOption(${what})` : `${field}.fill(${what})`]
}

const see = (tab: Tab, event: SessionEvent): string[] => {
  const { url, ts } = event
  if (url === undefined || url === tab.url) return []
  const first = tab.url === undefined
  tab.url = url
  const masked = url.includes('***')
    ? [asComment('Part of this address was masked: put back what stood there.')]
    : []
  const isReached = !first && ts - tab.actedAt < REACHED_WITHIN_MS
  const step = isReached ? 'waitForURL' : 'goto'
  return [...masked, `await ${tab.variable}.${step}(${quoteForScript(url)})`]
}

const isAboutFields = (name: string): boolean => name === 'input' || name === 'change'

/** A checkbox is clicked and then changes: to do both would undo it. */
const isTicked = (event: SessionEvent, next: SessionEvent | undefined): boolean =>
  next !== undefined &&
  isAboutFields(next.name) &&
  typeof next.props['value'] === 'boolean' &&
  next.tabId === event.tabId &&
  next.ts - event.ts < 1_000

const QUIET = new Set(['scroll', 'mouse_move', 'heartbeat', 'page_leave', 'web_vital', 'screenshot_taken'])
const OF_FORMS = new Set(['form_started', 'form_submitted', 'form_abandoned'])

const remark = ({ name, props }: SessionEvent): string[] => {
  if (isError(name)) return [asComment(`Here an error occurred: ${String(props['message'] ?? name)}`)]
  if (isRageClick(name)) return [asComment('Here they clicked again and again.')]
  if (isDeadClick(name)) return [asComment('Here a click had no effect.')]
  if (QUIET.has(name) || OF_FORMS.has(name)) return []
  return [asComment(`Here ${name} was told.`)]
}

export const playwrightSteps = (events: readonly SessionEvent[], placeholders: Placeholders): string[] => {
  const tabs = new Map<string, Tab>()
  const lines: string[] = []
  const tabOf = (tabId: string): Tab => {
    const known = tabs.get(tabId)
    if (known) return known
    const isFirst = tabs.size === 0
    const tab = { variable: isFirst ? 'page' : `page${tabs.size + 1}`, url: undefined, actedAt: 0 }
    if (!isFirst) lines.push(`const ${tab.variable} = await page.context().newPage()`)
    tabs.set(tabId, tab)
    return tab
  }
  for (const [index, event] of events.entries()) {
    const { name, target, tabId, ts } = event
    const isDone = isClick(name) || isAboutFields(name)
    if (!isDone && !isPageView(name)) {
      lines.push(...remark(event))
      continue
    }
    const tab = tabOf(tabId)
    if (isPageView(name)) {
      lines.push(...see(tab, event))
      continue
    }
    // The page was there before the tracker: what is done on it needs it.
    if (tab.url === undefined) lines.push(...see(tab, event))
    if (isAboutFields(name)) lines.push(...fill(tab.variable, event, placeholders))
    else if (target?.selector !== undefined && !isTicked(event, events[index + 1]))
      lines.push(`await ${tab.variable}.${locatorOf(target.selector)}.click()`)
    tab.actedAt = ts
  }
  return lines
}
