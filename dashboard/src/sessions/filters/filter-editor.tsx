// Where the value of a filter is chosen or typed, by its kind.
import { Autocomplete, Button, NumberInput, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useMemo, useState } from 'react'
import type { Session } from '../../../../core/sessions/session.ts'
import { countryName } from '../../format/country.ts'
import { formatDuration } from '../../format/duration.ts'
import type { SessionFilters } from '../session-filters.ts'
import { Choices } from './choices.tsx'
import { parseDuration } from './duration-words.ts'
import classes from './filter-bar.module.css'
import { type FilterName, kindOf, suggestionsFor } from './filter-kinds.ts'
import { SpanEditor } from './span-editor.tsx'
import { TagEditor } from './tag-editor.tsx'

type Props = {
  name: FilterName
  filters: SessionFilters
  sessions: Session[]
  onDone: (change: SessionFilters) => void
}

const Form = ({
  ready,
  onSubmit,
  children,
}: {
  ready: boolean
  onSubmit: () => void
  children: ReactNode
}) => (
  <form
    className={classes.editor}
    onSubmit={(event: FormEvent) => {
      event.preventDefault()
      if (ready) onSubmit()
    }}
  >
    {children}
    <Button type="submit" size="compact-sm" disabled={!ready}>
      Apply
    </Button>
  </form>
)

const TextEditor = ({ name, filters, sessions, onDone }: Props) => {
  const kind = kindOf(name)
  const before = name === 'started' ? '' : String(filters[name] ?? '')
  const [typed, setTyped] = useState(before)
  const offered = useMemo(() => suggestionsFor(name, sessions), [name, sessions])
  const apply = (value: string) => onDone({ [name]: value.trim() })
  return (
    <Form ready={typed.trim() !== ''} onSubmit={() => apply(typed)}>
      <Autocomplete
        label={kind.label}
        placeholder={kind.type === 'text' ? kind.placeholder : ''}
        data={offered}
        limit={30}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={apply}
        maxDropdownHeight={220}
        comboboxProps={{ withinPortal: false }}
        renderOption={({ option }) =>
          name === 'country' ? `${countryName(option.value)} (${option.value})` : option.value
        }
        data-autofocus
      />
    </Form>
  )
}

const CountEditor = ({ name, filters, onDone }: Props) => {
  const kind = kindOf(name)
  const [value, setValue] = useState<number | string>(name === 'started' ? '' : Number(filters[name] ?? 1))
  return (
    <Form ready={typeof value === 'number'} onSubmit={() => onDone({ [name]: value })}>
      <NumberInput
        label={kind.label}
        description="This many or more"
        min={1}
        max={1_000_000}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        value={value}
        onChange={setValue}
        data-autofocus
      />
    </Form>
  )
}

const DurationEditor = ({ name, filters, onDone }: Props) => {
  const before = name === 'started' ? undefined : filters[name]
  const [typed, setTyped] = useState(typeof before === 'number' ? formatDuration(before) : '')
  const ms = parseDuration(typed)
  return (
    <Form ready={ms !== undefined} onSubmit={() => onDone({ [name]: ms })}>
      <TextInput
        label={kindOf(name).label}
        placeholder="30 s, 2 min, 1:30"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={typed !== '' && ms === undefined ? 'Write it as 90, 1:30 or 2 min.' : null}
        data-autofocus
      />
      <Text size="xs" c="dimmed">
        {ms === undefined ? 'A number alone is of seconds.' : formatDuration(ms)}
      </Text>
    </Form>
  )
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

export const FilterEditor = (props: Props) => {
  const { name, filters, onDone } = props
  const kind = kindOf(name)
  if (name === 'started') return <SpanEditor filters={filters} onDone={onDone} />
  if (kind.type === 'flag') {
    const choices = [
      { value: true, label: kind.yes },
      { value: false, label: kind.no },
    ]
    return (
      <Choices choices={choices} chosen={filters[name]} onChoose={(value) => onDone({ [name]: value })} />
    )
  }
  if (kind.type === 'choice') {
    const choices = kind.choices.map((value) => ({ value, label: capitalised(value) }))
    return (
      <Choices choices={choices} chosen={filters[name]} onChoose={(value) => onDone({ [name]: value })} />
    )
  }
  if (kind.type === 'tag') return <TagEditor chosen={filters.tag} onChoose={(tag) => onDone({ tag })} />
  if (kind.type === 'count') return <CountEditor {...props} />
  if (kind.type === 'duration') return <DurationEditor {...props} />
  return <TextEditor {...props} />
}
