// Values to compare with, typed or chosen from those that there are in the range, the most frequent first.
import { Combobox, Pill, PillsInput, Text, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
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
const VALUES_MAX = 100

const useSuggestions = ({ projectId, dimension, search }: Props) => {
  const { filter: _, ...range } = toParams(search)
  const { data, isLoading } = useQuery({
    ...askQuery({ projectId, question: 'breakdown', params: { ...range, dimension, limit: SUGGESTED } }),
    placeholderData: undefined,
    refetchInterval: false,
  })
  const found = (data?.rows ?? []).flatMap(({ value, visitors }) =>
    value === null || value === '' ? [] : [{ value, visitors }],
  )
  return { found, isLoading }
}

export const ValuesField = (props: Props) => {
  const { dimension, values, onChange, autoFocus } = props
  const { found, isLoading } = useSuggestions(props)
  const [typed, setTyped] = useState('')
  const listId = useId()
  // In the flow: what opened over the editor would hide what to press next.
  const combobox = useCombobox({ opened: true })
  const wanted = typed.trim().toLowerCase()
  const fitting = found
    .filter(({ value }) => `${value} ${showValue(dimension, value)}`.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
  const add = (value: string) => {
    setTyped('')
    combobox.resetSelectedOption()
    if (value !== '' && !values.includes(value) && values.length < VALUES_MAX) onChange([...values, value])
  }
  const toggle = (value: string) => {
    if (values.includes(value)) onChange(values.filter((one) => one !== value))
    else add(value)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && typed.trim() !== '' && combobox.getSelectedOptionIndex() < 0) {
      event.preventDefault()
      add(typed.trim())
    }
    if (event.key === 'Backspace' && typed === '') onChange(values.slice(0, -1))
  }
  return (
    <Combobox store={combobox} onOptionSubmit={toggle}>
      <PillsInput size="xs" onClick={() => combobox.focusTarget()}>
        <Pill.Group>
          {values.map((value) => (
            <Pill
              key={value}
              withRemoveButton
              removeButtonProps={{ 'aria-label': `Remove ${showValue(dimension, value)}` }}
              onRemove={() => toggle(value)}
            >
              {showValue(dimension, value)}
            </Pill>
          ))}
          <Combobox.EventsTarget withAriaAttributes={false}>
            <PillsInput.Field
              role="combobox"
              aria-label={`Values of ${dimensionKind(dimension).label}`}
              aria-expanded
              aria-controls={listId}
              placeholder={values.length === 0 ? 'Type, or choose' : ''}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value)
                combobox.resetSelectedOption()
              }}
              onKeyDown={press}
              onBlur={() => add(typed.trim())}
              {...(autoFocus ? { 'data-autofocus': true } : {})}
            />
          </Combobox.EventsTarget>
        </Pill.Group>
      </PillsInput>
      <Combobox.Options id={listId} className={classes.suggestions} aria-label="Values there are">
        {fitting.map(({ value, visitors }) => (
          <Combobox.Option key={value} value={value} active={values.includes(value)}>
            <span className={classes.suggestion}>
              {values.includes(value) && <IconCheck size={14} aria-hidden="true" />}
              <span className="one-line">{showValue(dimension, value)}</span>
              <span className={classes.suggestionCount}>{formatCount(visitors)}</span>
            </span>
          </Combobox.Option>
        ))}
        {fitting.length === 0 && (
          <Combobox.Empty>
            <Text size="xs" c="dimmed" component="span">
              {isLoading ? 'Looking for values…' : 'No such value in this time; Enter takes what is typed.'}
            </Text>
          </Combobox.Empty>
        )}
      </Combobox.Options>
    </Combobox>
  )
}
