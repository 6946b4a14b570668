// What the recording told beside the document, sorted into what the inspector shows: console, requests, errors.
import { isError } from '../../../../core/events/event-names.ts'
import type { SideEntry } from '../../../../core/replay/replay.ts'
import type { SidePayload } from '../../../../core/replay/side-events.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'

export type ConsoleLine = { key: string; at: number } & SidePayload<'playhead/console'>
export type RequestLine = {
  key: string
  /** When it ended, on our clock. */
  endedAt: number
  /** When it began, on our clock: the payload's own time is the page's. */
  at: number
} & Omit<SidePayload<'playhead/request'>, 'startedAt'>
export type ErrorLine = {
  key: string
  at: number
  type: string
  message: string
  stack: string | undefined
  place: string | undefined
  url: string | undefined
  eventId: string | undefined
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberOf = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 0)

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const

/** The same moment may have several: an index keeps them apart. */
const keyOf = ({ tabId, at }: SideEntry, index: number): string => `${tabId}-${at}-${index}`

export const consoleLines = (entries: readonly SideEntry[]): ConsoleLine[] =>
  entries.flatMap((entry, index) => {
    if (entry.tag !== 'playhead/console') return []
    const { level, text, skipped } = entry.payload
    return [
      {
        key: keyOf(entry, index),
        at: entry.at,
        level: LEVELS.find((one) => one === level) ?? 'log',
        text: textOf(text),
        ...(numberOf(skipped) > 0 && { skipped: numberOf(skipped) }),
      },
    ]
  })

export const isFailed = ({ status }: Pick<RequestLine, 'status'>): boolean => status === 0 || status >= 400

export const requestLines = (entries: readonly SideEntry[]): RequestLine[] =>
  entries
    .flatMap((entry, index): RequestLine[] => {
      if (entry.tag !== 'playhead/request') return []
      const { by, method, url, status, durationMs, bytes, skipped } = entry.payload
      const lasted = numberOf(durationMs)
      return [
        {
          key: keyOf(entry, index),
          at: entry.at - lasted,
          endedAt: entry.at,
          by: by === 'xhr' ? 'xhr' : 'fetch',
          method: textOf(method) || 'GET',
          url: textOf(url),
          status: numberOf(status),
          durationMs: lasted,
          ...(typeof bytes === 'number' && { bytes }),
          ...(numberOf(skipped) > 0 && { skipped: numberOf(skipped) }),
        },
      ]
    })
    .sort((a, b) => a.at - b.at)

const placeOf = ({ source, line, column }: SessionEvent['props']): string | undefined =>
  typeof source === 'string' && source !== ''
    ? [source, line, column].filter((part) => part !== undefined).join(':')
    : undefined

/** Milliseconds within which the same message of event and recording is the same error. */
const SAME_WITHIN_MS = 2_000

export const errorLines = (events: readonly SessionEvent[], entries: readonly SideEntry[]): ErrorLine[] => {
  const told = events.flatMap((event): ErrorLine[] => {
    const { name, ts, eventId, url, props } = event
    if (!isError(name)) return []
    return [
      {
        key: eventId,
        at: ts,
        type: textOf(props['type']) || name,
        message: textOf(props['message']) || textOf(props['error']) || name,
        stack: textOf(props['stack']) || undefined,
        place: placeOf(props),
        url,
        eventId,
      },
    ]
  })
  const more = entries.flatMap((entry, index): ErrorLine[] => {
    if (entry.tag !== 'playhead/error') return []
    const message = textOf(entry.payload['message'])
    const isTold = told.some((one) => one.message === message && Math.abs(one.at - entry.at) < SAME_WITHIN_MS)
    if (isTold) return []
    const type = textOf(entry.payload['type']) || 'Error'
    const nothing = { stack: undefined, place: undefined, url: undefined, eventId: undefined }
    return [{ key: keyOf(entry, index), at: entry.at, type, message, ...nothing }]
  })
  return [...told, ...more].sort((a, b) => a.at - b.at)
}
