// Values to compare with, typed or chosen from those that there are in the range, the most frequent first.
import { TagsInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatCount } from '../../format/count.ts'
import { askQuery } from '../ask.ts'
import { type AnalyticsSearch, toParams } from '../search.ts'
import { dimensionKind, showValue } from './dimensions.ts'
import classes from './filter.module.css'

type Props = {
  projectId: string
  dimension: string
  search: AnalyticsSearch
  values: string[]
  onChange: (values: string[]) => void
  autoFocus: boolean
}

/** As many as a name is looked for among; rarer ones are typed. */
const SUGGESTED = 100
const SHOWN = 40

export const ValuesField = ({ projectId, dimension, search, values, onChange, autoFocus }: Props) => {
  const { filter: _, ...range } = toParams(search)
  const { data, isLoading } = useQuery({
    ...askQuery({
      projectId,
      question: 'breakdown',
      params: { ...range, dimension, limit: SUGGESTED },
    }),
    placeholderData: undefined,
    refetchInterval: false,
  })
  const found = (data?.rows ?? []).flatMap(({ value, visitors }) =>
    value === null || value === '' ? [] : [{ value, visitors }],
  )
  const people = new Map(found.map(({ value, visitors }) => [value, visitors]))
  return (
    <TagsInput
      size="xs"
      aria-label={`Values of ${dimensionKind(dimension).label}`}
      placeholder={values.length === 0 ? (isLoading ? 'Looking for values…' : 'Type, or choose') : ''}
      data={found.map(({ value }) => value)}
      limit={SHOWN}
      value={values}
      onChange={onChange}
      maxTags={100}
      acceptValueOnBlur
      splitChars={[]}
      comboboxProps={{ withinPortal: false }}
      maxDropdownHeight={220}
      renderOption={({ option: { value } }) => (
        <span className={classes.suggestion}>
          <span className="one-line">{showValue(dimension, value)}</span>
          <span className={classes.suggestionCount}>{formatCount(people.get(value) ?? 0)}</span>
        </span>
      )}
      filter={({ options, search: typed, limit }) => {
        const wanted = typed.trim().toLowerCase()
        return options
          .filter(
            (option) =>
              'value' in option &&
              `${option.value} ${showValue(dimension, option.value)}`.toLowerCase().includes(wanted),
          )
          .slice(0, limit)
      }}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  )
}
