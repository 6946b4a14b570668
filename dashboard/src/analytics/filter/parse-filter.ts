// The engine's grammar of filters, read from what a URL holds. Written again without the schema library; tests hold the two equal.
import { isDimension } from './dimension-names.ts'

export const OPERATORS = [
  'is',
  'isNot',
  'contains',
  'containsNot',
  'matches',
  'greater',
  'less',
  'isSet',
  'isNotSet',
] as const

export type Operator = (typeof OPERATORS)[number]
export type Scalar = string | number | boolean
export type Condition = { dimension: string; op: Operator; value?: Scalar | Scalar[] }
export type Filter = Condition | { and: Filter[] } | { or: Filter[] }

const DEPTH_MAX = 5
const CONDITIONS_MAX = 50
const VALUES_MAX = 100
const TEXT_MAX = 2_000
const PART_MAX = 500

/** What the engine's regular expressions do not know. */
const BEYOND_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</

export const isPattern = (text: string): boolean => {
  if (text === '' || text.length > PART_MAX || BEYOND_RE2.test(text)) return false
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string'
    ? value.length <= TEXT_MAX
    : typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

const isPart = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= PART_MAX

const isOneOrMore = <T>(value: unknown, is: (one: unknown) => one is T): value is T | T[] =>
  Array.isArray(value)
    ? value.length > 0 && value.length <= VALUES_MAX && value.every((one) => is(one))
    : is(value)

const isValueOf = (op: Operator, value: unknown): boolean => {
  if (op === 'is' || op === 'isNot') return isOneOrMore(value, isScalar)
  if (op === 'contains' || op === 'containsNot') return isOneOrMore(value, isPart)
  if (op === 'matches') return typeof value === 'string' && isPattern(value)
  if (op === 'greater' || op === 'less') return typeof value === 'number' && Number.isFinite(value)
  return value === undefined
}

export const isCondition = (value: unknown): value is Condition => {
  if (typeof value !== 'object' || value === null || !('op' in value) || !('dimension' in value)) return false
  const { dimension, op, value: given, ...more } = value as Record<string, unknown>
  const known = OPERATORS.find((one) => one === op)
  return (
    known !== undefined &&
    typeof dimension === 'string' &&
    isDimension(dimension) &&
    Object.keys(more).length === 0 &&
    isValueOf(known, given)
  )
}

const partsOf = (value: unknown): { joined: 'and' | 'or'; parts: unknown[] } | undefined => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return undefined
  if ('and' in value && Array.isArray(value.and)) return { joined: 'and', parts: value.and }
  return 'or' in value && Array.isArray(value.or) ? { joined: 'or', parts: value.or } : undefined
}

const isFilter = (value: unknown, depth: number): value is Filter => {
  if (depth > DEPTH_MAX) return false
  if (isCondition(value)) return true
  const group = partsOf(value)
  return (
    group !== undefined && group.parts.length > 0 && group.parts.every((part) => isFilter(part, depth + 1))
  )
}

export const conditionsIn = (filter: Filter): Condition[] => {
  if ('op' in filter) return [filter]
  return ('and' in filter ? filter.and : filter.or).flatMap(conditionsIn)
}

/** Undefined for what the engine would not take, and for one that asks for nothing. */
export const parseFilter = (value: unknown): Filter | undefined =>
  isFilter(value, 1) && conditionsIn(value).length <= CONDITIONS_MAX ? value : undefined
