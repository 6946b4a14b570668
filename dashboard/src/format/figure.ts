// A figure as a card, an axis or a cell shows it: by its kind, short where there is little room.
import { formatDuration } from './duration.ts'

export type FigureKind = 'count' | 'share' | 'duration' | 'ratio'

const digits = (value: number, options: Intl.NumberFormatOptions, locale?: string): string =>
  new Intl.NumberFormat(locale, options).format(value)

/** `1,234`, `12.3K`: whole up to a width that a card has room for. */
const shortCount = (value: number, locale?: string): string =>
  value < 10_000
    ? digits(value, { maximumFractionDigits: 0 }, locale)
    : digits(value, { notation: 'compact', maximumFractionDigits: 1 }, locale)

const wholes: Record<FigureKind, (value: number, locale?: string) => string> = {
  count: (value, locale) => digits(value, { maximumFractionDigits: 0 }, locale),
  share: (value, locale) => digits(value, { style: 'percent', maximumFractionDigits: 1 }, locale),
  duration: (value) => formatDuration(value),
  ratio: (value, locale) => digits(value, { maximumFractionDigits: 2 }, locale),
}

/** What is not there has no figure: a dash says so. */
export const formatFigure = (kind: FigureKind, value: number | null, locale?: string): string =>
  value === null ? '–' : wholes[kind](value, locale)

export const shortFigure = (kind: FigureKind, value: number | null, locale?: string): string => {
  if (value === null) return '–'
  return kind === 'count' ? shortCount(value, locale) : wholes[kind](value, locale)
}

/** How much more or less than before, of before; null where nothing can be said of it. */
export const changeOf = (now: number | null, before: number | null | undefined): number | null =>
  now === null || before === null || before === undefined || before === 0 ? null : (now - before) / before

export const formatChange = (change: number, locale?: string): string =>
  digits(
    change,
    { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: Math.abs(change) < 0.1 ? 1 : 0 },
    locale,
  )
