// Of which kind an event is, for its sign, its colour and the filter.
import {
  isClick,
  isDeadClick,
  isError,
  isOwnEvent,
  isPageView,
  isRageClick,
} from '../../../../core/events/event-names.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'

export const EVENT_KINDS = ['pages', 'clicks', 'input', 'frustration', 'errors', 'custom', 'other'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export const KIND_NAMES: Record<EventKind, string> = {
  pages: 'Pages',
  clicks: 'Clicks',
  input: 'Input',
  frustration: 'Frustration',
  errors: 'Errors',
  custom: 'Own events',
  other: 'Other',
}

export const kindOf = (name: string): EventKind => {
  if (isPageView(name)) return 'pages'
  if (isClick(name)) return 'clicks'
  if (isRageClick(name) || isDeadClick(name)) return 'frustration'
  if (isError(name)) return 'errors'
  if (/^(input|change|form_\w+|submit)$/.test(name)) return 'input'
  return isOwnEvent(name) ? 'custom' : 'other'
}

/** `pages,errors` in an address; nothing of it that is no kind. Empty means all. */
export const parseKinds = (text: string | undefined): EventKind[] => {
  const named = new Set(text?.split(',') ?? [])
  return EVENT_KINDS.filter((kind) => named.has(kind))
}

export const formatKinds = (kinds: readonly EventKind[]): string | undefined =>
  kinds.length > 0 ? EVENT_KINDS.filter((kind) => kinds.includes(kind)).join(',') : undefined

const searched = new WeakMap<SessionEvent, string>()

/** Everything of an event that a reader sees. Made once of each: a search goes over all of them at every letter. */
const textOf = (event: SessionEvent): string => {
  const known = searched.get(event)
  if (known !== undefined) return known
  const { name, rawName, url, userId, target, props } = event
  const said = [name, rawName, url, userId, target?.selector, target?.text, target?.type, target?.id]
  const text = [...said, JSON.stringify(props)].filter(Boolean).join('\n').toLowerCase()
  searched.set(event, text)
  return text
}

export type EventFilter = { q?: string; kinds: readonly EventKind[] }

export const filterEvents = (
  events: readonly SessionEvent[],
  { q = '', kinds }: EventFilter,
): readonly SessionEvent[] => {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && kinds.length === 0) return events
  return events.filter(
    (event) =>
      (kinds.length === 0 || kinds.includes(kindOf(event.name))) &&
      words.every((word) => textOf(event).includes(word)),
  )
}

/** The last one at or before a moment, by halving; -1 before the first. */
export const indexAt = (items: readonly { at: number }[], at: number): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((items[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
