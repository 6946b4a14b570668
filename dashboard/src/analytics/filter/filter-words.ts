// What a filter says, in words.
import { dimensionKind, OPERATOR_WORDS, showValue } from './dimensions.ts'
import { manyOf } from './filter-parts.ts'
import type { Condition } from './parse-filter.ts'

export type ConditionWords = { label: string; op: string; value: string }

export const conditionWords = ({ dimension, op, value }: Condition): ConditionWords => {
  const { label, type } = dimensionKind(dimension)
  // A flag says it all with its value.
  if (type === 'flag' && op === 'is')
    return { label: '', op: '', value: showValue(dimension, manyOf(value)[0] ?? null) }
  const values = manyOf(value).map((one) => showValue(dimension, one))
  return { label, op: OPERATOR_WORDS[op], value: values.join(' or ') }
}

export const partWords = (part: readonly Condition[], join: 'and' | 'or'): string =>
  part
    .map((condition) => {
      const { label, op, value } = conditionWords(condition)
      return [label, op, value].filter(Boolean).join(' ')
    })
    .join(` ${join} `)
