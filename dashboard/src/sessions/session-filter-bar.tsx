// Narrows the list: words, kind of device, live, errors, no robots. All of it stands in the URL.
import { Button, Chip, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { DEVICES, isDevice, isFiltering, type SessionFilters } from './session-filters.ts'
import classes from './session-list.module.css'

/** Milliseconds of silence before a typed word counts: each one is a step in the URL. */
const TYPING_PAUSE_MS = 200

type Props = {
  filters: SessionFilters
  onChange: (change: SessionFilters) => void
  onReset: () => void
  children: ReactNode
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const choices = [
  { value: '', label: 'Any device' },
  ...DEVICES.map((value) => ({ value, label: capitalised(value) })),
]

export const SessionFilterBar = ({ filters, onChange, onReset, children }: Props) => {
  const [typed, setTyped] = useState(filters.q ?? '')
  const search = useDebouncedCallback((q: string) => onChange({ q: q || undefined }), TYPING_PAUSE_MS)
  // Back, forward, reset: the URL leads.
  useEffect(() => setTyped(filters.q ?? ''), [filters.q])
  const type = (q: string) => {
    setTyped(q)
    search(q)
  }

  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label="Search person, page, browser or country"
        placeholder="Person, page, browser, country…"
        leftSection={<IconSearch size={16} />}
        rightSection={
          typed && <CloseButton size="sm" aria-label="Clear the search" onClick={() => type('')} />
        }
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label="Device"
        data={choices}
        value={filters.device ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ device: isDevice(value) ? value : undefined })}
      />
      <Chip
        checked={filters.live ?? false}
        onChange={(on) => onChange({ live: on || undefined })}
        variant="outline"
      >
        Live
      </Chip>
      <Chip
        checked={filters.errors ?? false}
        onChange={(on) => onChange({ errors: on || undefined })}
        variant="outline"
      >
        With errors
      </Chip>
      <Chip
        checked={filters.people ?? false}
        onChange={(on) => onChange({ people: on || undefined })}
        variant="outline"
      >
        No bots
      </Chip>
      {isFiltering(filters) && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onReset}>
          Reset
        </Button>
      )}
      <span className={classes.total} role="status">
        {children}
      </span>
    </search>
  )
}
