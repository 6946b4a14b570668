// What the chip of a filter says.
import { countOf } from '../../format/count.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatMoment } from '../../format/time.ts'
import type { SessionFilters } from '../session-filters.ts'
import { type FilterName, kindOf } from './filter-kinds.ts'

export const SPAN_WORDS = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
} as const

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const spanWords = ({ span, from, to }: SessionFilters): string => {
  if (span) return SPAN_WORDS[span]
  if (from !== undefined && to !== undefined) return `${formatMoment(from)} – ${formatMoment(to)}`
  if (from !== undefined) return `Since ${formatMoment(from)}`
  return to === undefined ? 'Any time' : `Before ${formatMoment(to)}`
}

export const isSet = (name: FilterName, filters: SessionFilters): boolean =>
  name === 'started'
    ? filters.span !== undefined || filters.from !== undefined || filters.to !== undefined
    : filters[name] !== undefined

/** Without its label where the words say it already. */
export const filterWords = (name: FilterName, filters: SessionFilters): { label?: string; value: string } => {
  const kind = kindOf(name)
  if (name === 'started') return { value: spanWords(filters) }
  const value = filters[name]
  if (kind.type === 'flag') return { value: value ? kind.yes : kind.no }
  if (kind.type === 'count') {
    return { value: `${countOf(Number(value), kind.unit.replace(/s$/, ''), kind.unit)} or more` }
  }
  if (kind.type === 'duration') return { value: `${kind.words} ${formatDuration(Number(value))}` }
  if (kind.type === 'choice') return { label: kind.label, value: capitalised(String(value)) }
  const text = String(value)
  return { label: kind.label, value: kind.type === 'text' && kind.show ? kind.show(text) : text }
}

/** What takes a filter out of the URL. */
export const without = (name: FilterName): SessionFilters =>
  name === 'started' ? { span: undefined, from: undefined, to: undefined } : { [name]: undefined }
