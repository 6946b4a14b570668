// The grammar of filters, one for all questions, and the SQL condition that one becomes: every value a parameter.
import * as z from 'zod'
import { matchesPattern } from './dialect.ts'
import { type Dimension, dimensionOf, dimensionSchema } from './dimensions.ts'
import { joined, listed, type Sql, sql } from './sql.ts'

/** What RE2 does not know, which both engines match with: it never backtracks. */
const BEYOND_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</

const patternSchema = z
  .string()
  .min(1)
  .max(500)
  .refine((pattern) => !BEYOND_RE2.test(pattern) && isPattern(pattern), {
    message: 'must be a regular expression without look-around and back-references',
  })

const isPattern = (pattern: string): boolean => {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

const scalar = z.union([z.string().max(2_000), z.number(), z.boolean()])
const oneOrMore = z.union([scalar, z.array(scalar).min(1).max(100)])
const dimension = dimensionSchema

const comparison = z.discriminatedUnion('op', [
  z.strictObject({ dimension, op: z.enum(['is', 'isNot']), value: oneOrMore }),
  z.strictObject({
    dimension,
    op: z.enum(['contains', 'containsNot']),
    value: z.union([z.string().min(1).max(500), z.array(z.string().min(1).max(500)).min(1).max(100)]),
  }),
  z.strictObject({ dimension, op: z.literal('matches'), value: patternSchema }),
  z.strictObject({ dimension, op: z.enum(['greater', 'less']), value: z.number() }),
  z.strictObject({ dimension, op: z.enum(['isSet', 'isNotSet']) }),
])

export type Comparison = z.infer<typeof comparison>
export type Filter = Comparison | { and: Filter[] } | { or: Filter[] }

const FILTER_MAX_DEPTH = 5
const FILTER_MAX_PARTS = 50

export const filterSchema: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    comparison,
    z.strictObject({ and: z.array(filterSchema).max(FILTER_MAX_PARTS) }),
    z.strictObject({ or: z.array(filterSchema).min(1).max(FILTER_MAX_PARTS) }),
  ]),
)

/** Bounded, so that no filter becomes a statement that nobody can plan. */
export const boundedFilterSchema = filterSchema.refine(
  (filter) => depthOf(filter) <= FILTER_MAX_DEPTH && comparisonsIn(filter).length <= FILTER_MAX_PARTS,
  { message: `must have at most ${FILTER_MAX_PARTS} comparisons, ${FILTER_MAX_DEPTH} levels deep` },
)

export const comparisonsIn = (filter: Filter): Comparison[] =>
  'op' in filter ? [filter] : partsOf(filter).flatMap(comparisonsIn)

const partsOf = (filter: { and: Filter[] } | { or: Filter[] }): Filter[] =>
  'and' in filter ? filter.and : filter.or

const depthOf = (filter: Filter): number =>
  'op' in filter ? 1 : 1 + Math.max(0, ...partsOf(filter).map(depthOf))

/** Whether it asks for anything that only the event knows. */
export const looksAtEvents = (filter: Filter | undefined): boolean =>
  filter !== undefined &&
  comparisonsIn(filter).some((comparison) => dimensionOf(comparison.dimension).of === 'event')

/** Holds for an event `e` of a session `s`. What is not set is not equal to anything, and contains nothing. */
export const conditionOf = (filter: Filter | undefined): Sql => {
  if (filter === undefined) return sql`true`
  if ('op' in filter) return comparisonOf(filter)
  const parts = partsOf(filter)
  if (parts.length === 0) return sql`true`
  return sql`(${joined(parts.map(conditionOf), 'and' in filter ? sql` AND ` : sql` OR `)})`
}

const comparisonOf = (comparison: Comparison): Sql => {
  const { type, expression } = dimensionOf(comparison.dimension)
  const text = asText(type, expression)
  switch (comparison.op) {
    case 'is':
      return sql`coalesce(${isAmong(type, expression, many(comparison.value))}, false)`
    case 'isNot':
      return sql`NOT coalesce(${isAmong(type, expression, many(comparison.value))}, false)`
    case 'contains':
      return sql`coalesce(${containsAny(text, many(comparison.value))}, false)`
    case 'containsNot':
      return sql`NOT coalesce(${containsAny(text, many(comparison.value))}, false)`
    case 'matches':
      return sql`coalesce(${matchesPattern(text, sql`${comparison.value}`)}, false)`
    case 'greater':
      return sql`coalesce(${asNumber(type, expression)} > ${comparison.value}, false)`
    case 'less':
      return sql`coalesce(${asNumber(type, expression)} < ${comparison.value}, false)`
    case 'isSet':
      return sql`${expression} IS NOT NULL`
    case 'isNotSet':
      return sql`${expression} IS NULL`
  }
}

const many = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value])

const asText = (type: Dimension['type'], expression: Sql): Sql =>
  type === 'text' ? expression : sql`CAST(${expression} AS VARCHAR)`

const asNumber = (type: Dimension['type'], expression: Sql): Sql =>
  type === 'number' ? expression : sql`TRY_CAST(${asText(type, expression)} AS DOUBLE)`

/** Texts are compared as they are, letter by letter. A number also equals the text that says it. */
const isAmong = (type: Dimension['type'], expression: Sql, values: (string | number | boolean)[]): Sql =>
  sql`${asText(type, expression)} IN (${listed(values.map(String))})`

/** Whatever the case of its letters. */
const containsAny = (text: Sql, values: string[]): Sql =>
  sql`(${joined(
    values.map((value) => sql`strpos(lower(${text}), ${value.toLowerCase()}) > 0`),
    sql` OR `,
  )})`
