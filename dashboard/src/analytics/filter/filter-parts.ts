// A filter as the bar shows it: parts that all hold, or one of them, each of one condition or of several joined by the other word.
import { type Condition, conditionsIn, type Filter, type Scalar } from './parse-filter.ts'

export type Match = 'all' | 'any'
export type FilterParts = { match: Match; parts: Condition[][] }

export const NO_PARTS: FilterParts = { match: 'all', parts: [] }

/** Undefined for one that is deeper than the bar can show. */
export const partsOfFilter = (filter: Filter | undefined): FilterParts | undefined => {
  if (!filter) return NO_PARTS
  if ('op' in filter) return { match: 'all', parts: [[filter]] }
  const match: Match = 'and' in filter ? 'all' : 'any'
  const groups = 'and' in filter ? filter.and : filter.or
  const parts: Condition[][] = []
  for (const group of groups) {
    if ('op' in group) parts.push([group])
    else {
      // Inside of “and” only “or” says something new, and the other way round.
      const inner = 'and' in group ? group.and : group.or
      const isSame = 'and' in group === (match === 'all')
      if (!inner.every((one) => 'op' in one)) return undefined
      if (isSame) parts.push(...conditionsIn(group).map((one) => [one]))
      else parts.push(conditionsIn(group))
    }
  }
  return { match, parts }
}

export const filterOfParts = ({ match, parts }: FilterParts): Filter | undefined => {
  const groups = parts
    .filter((part) => part.length > 0)
    .map((part): Filter => {
      const [first, ...more] = part
      if (first && more.length === 0) return first
      return match === 'all' ? { or: part } : { and: part }
    })
  const [only, ...others] = groups
  if (!only) return undefined
  if (others.length === 0 && ('op' in only || match === 'all')) return 'op' in only ? only : { and: [only] }
  return match === 'all' ? { and: groups } : { or: groups }
}

/** The filter and one more condition beside it; a second value of the same “is” is another one to choose from. */
export const withCondition = (filter: Filter | undefined, condition: Condition): Filter | undefined => {
  const shown = partsOfFilter(filter)
  // Deeper than the bar shows: it stays whole, and holds together with the new one.
  if (!shown || (shown.match === 'any' && shown.parts.length > 1))
    return filter ? { and: [filter, condition] } : condition
  const same = shown.parts.findIndex(
    ([one, ...more]) =>
      one !== undefined &&
      more.length === 0 &&
      one.dimension === condition.dimension &&
      one.op === 'is' &&
      condition.op === 'is',
  )
  const before = shown.parts[same]?.[0]
  if (!before) return filterOfParts({ match: 'all', parts: [...shown.parts, [condition]] })
  const values = [...new Set([...manyOf(before.value), ...manyOf(condition.value)])]
  const merged: Condition = { ...condition, value: values }
  return filterOfParts({ match: 'all', parts: shown.parts.with(same, [merged]) })
}

export const manyOf = (value: Condition['value']): Scalar[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

/** What a row of a breakdown stands for. */
export const conditionFor = (dimension: string, value: string | null): Condition =>
  value === null ? { dimension, op: 'isNotSet' } : { dimension, op: 'is', value: [value] }
