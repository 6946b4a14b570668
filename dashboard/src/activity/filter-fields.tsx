// Narrows the activity log: whose, which action, from which day to which. All of it stands in the URL.
import { Autocomplete, Button, CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { WELL_KNOWN_ACTIONS } from './action-words.ts'
import classes from './activity.module.css'
import { type ActivityFilters, isFiltering } from './activity-filters.ts'

/** Milliseconds of silence before something typed counts: each is a step in the URL, and a request. */
const TYPING_PAUSE_MS = 350

type Props = { filters: ActivityFilters; onChange: (change: ActivityFilters) => void }

const useTyped = (value: string, onSettled: (text: string) => void) => {
  const [typed, setTyped] = useState(value)
  const settle = useDebouncedCallback(onSettled, TYPING_PAUSE_MS)
  // Back, forward, reset: the URL leads, but not back over what is being typed.
  useEffect(() => setTyped((now) => (now.trim() === value ? now : value)), [value])
  return {
    typed,
    type: (text: string) => {
      setTyped(text)
      settle(text)
    },
  }
}

export const FilterFields = ({ filters, onChange }: Props) => {
  const { user = '', action = '', from = '', to = '' } = filters
  const users = useTyped(user, (text) => onChange({ user: text.trim() || undefined }))
  const actions = useTyped(action, (text) => onChange({ action: text.trim() || undefined }))
  return (
    <search className={classes.filters}>
      <TextInput
        label="User"
        placeholder="Id of the user"
        size="xs"
        className={classes.field}
        value={users.typed}
        onChange={(event) => users.type(event.currentTarget.value)}
        rightSection={
          users.typed && <CloseButton size="xs" aria-label="Any user" onClick={() => users.type('')} />
        }
      />
      <Autocomplete
        label="Action"
        placeholder="Any action"
        size="xs"
        className={classes.field}
        data={WELL_KNOWN_ACTIONS}
        value={actions.typed}
        onChange={actions.type}
        rightSection={
          actions.typed && <CloseButton size="xs" aria-label="Any action" onClick={() => actions.type('')} />
        }
      />
      <TextInput
        type="date"
        label="From"
        size="xs"
        value={from}
        max={to || undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label="To"
        size="xs"
        value={to}
        min={from || undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {isFiltering(filters) && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          onClick={() => onChange({ user: undefined, action: undefined, from: undefined, to: undefined })}
        >
          Clear
        </Button>
      )}
    </search>
  )
}
