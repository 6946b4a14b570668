// One condition: how its dimension is compared, and with what.
import { NativeSelect, NumberInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatDuration } from '../../format/duration.ts'
import { Choices } from '../../sessions/filters/choices.tsx'
import { parseDuration } from '../../sessions/filters/duration-words.ts'
import type { AnalyticsSearch } from '../search.ts'
import { dimensionKind, OPERATOR_WORDS, operatorsOf } from './dimensions.ts'
import { manyOf } from './filter-parts.ts'
import { isPattern, type Operator } from './parse-filter.ts'
import type { Draft } from './part-editor.tsx'
import { ValuesField } from './values-field.tsx'

type Props = {
  draft: Draft
  projectId: string
  search: AnalyticsSearch
  /** Takes the focus. */
  isNew: boolean
  onChange: (draft: Draft) => void
}

const MANY: readonly Operator[] = ['is', 'isNot', 'contains', 'containsNot']

/** A value stays where the other operator takes it, too. */
const withOperator = ({ value, ...draft }: Draft, op: Operator): Draft => {
  const keeps = MANY.includes(draft.op) && MANY.includes(op)
  return keeps && value !== undefined ? { ...draft, op, value } : { ...draft, op }
}

export const ConditionEditor = (props: Props) => {
  const { draft, onChange } = props
  const { label, type, yes = 'Yes', no = 'No' } = dimensionKind(draft.dimension)
  if (type === 'flag') {
    const choices = [
      { value: true, label: yes },
      { value: false, label: no },
    ]
    const [chosen] = manyOf(draft.value)
    return (
      <Choices
        choices={choices}
        chosen={chosen === undefined ? undefined : String(chosen) === 'true'}
        onChoose={(value) => onChange({ ...draft, value })}
      />
    )
  }
  return (
    <>
      <NativeSelect
        label={label}
        size="xs"
        data={operatorsOf(draft.dimension).map((op) => ({ value: op, label: OPERATOR_WORDS[op] }))}
        value={draft.op}
        onChange={({ currentTarget: { value } }) => {
          const op = operatorsOf(draft.dimension).find((one) => one === value)
          if (op) onChange(withOperator(draft, op))
        }}
      />
      <Value {...props} type={type} />
    </>
  )
}

const Value = ({ draft, type, isNew, onChange, ...asked }: Props & { type: string }) => {
  const { op, value } = draft
  const focus = isNew ? { 'data-autofocus': true } : {}
  if (op === 'isSet' || op === 'isNotSet') return null
  if (op === 'matches') {
    const pattern = typeof value === 'string' ? value : ''
    return (
      <TextInput
        size="xs"
        aria-label="Regular expression"
        placeholder="^/products/\d+$"
        classNames={{ input: 'mono' }}
        value={pattern}
        onChange={(event) => onChange({ ...draft, value: event.currentTarget.value })}
        error={
          pattern !== '' && !isPattern(pattern) ? 'Is no regular expression that the engine knows.' : null
        }
        {...focus}
      />
    )
  }
  if (op === 'greater' || op === 'less') {
    if (type === 'duration') return <DurationValue draft={draft} onChange={onChange} isNew={isNew} />
    return (
      <NumberInput
        size="xs"
        aria-label="Number"
        hideControls
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) =>
          onChange(
            typeof typed === 'number'
              ? { ...draft, value: typed }
              : { key: draft.key, dimension: draft.dimension, op },
          )
        }
        {...focus}
      />
    )
  }
  return (
    <ValuesField
      {...asked}
      dimension={draft.dimension}
      values={manyOf(value).map(String)}
      onChange={(values) =>
        onChange(
          values.length > 0
            ? { ...draft, value: values }
            : { key: draft.key, dimension: draft.dimension, op },
        )
      }
      autoFocus={isNew}
    />
  )
}

const DurationValue = ({ draft, isNew, onChange }: Pick<Props, 'draft' | 'isNew' | 'onChange'>) => {
  const [typed, setTyped] = useState(typeof draft.value === 'number' ? formatDuration(draft.value) : '')
  const ms = parseDuration(typed)
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Length of time"
        placeholder="30 s, 2 min, 1:30"
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value)
          const parsed = parseDuration(value)
          onChange(
            parsed === undefined
              ? { key: draft.key, dimension: draft.dimension, op: draft.op }
              : { ...draft, value: parsed },
          )
        }}
        error={typed !== '' && ms === undefined ? 'Write it as 90, 1:30 or 2 min.' : null}
        {...(isNew ? { 'data-autofocus': true } : {})}
      />
      <Text size="xs" c="dimmed">
        {ms === undefined ? 'A number alone is of seconds.' : formatDuration(ms)}
      </Text>
    </>
  )
}
