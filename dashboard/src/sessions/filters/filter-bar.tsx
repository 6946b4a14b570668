// Narrows the list: words, a chip for each filter, a menu of those there are, and the order. All of it stands in the URL.
import { Button, CloseButton, Kbd, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconArrowsSort, IconSearch } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import type { Session } from '../../../../core/sessions/session.ts'
import { isFiltering, type SessionFilters, SORTS } from '../session-filters.ts'
import { AddButton } from './add-button.tsx'
import classes from './filter-bar.module.css'
import { FilterChip } from './filter-chip.tsx'
import { FILTER_NAMES, type FilterName, kindOf } from './filter-kinds.ts'
import { isSet } from './filter-words.ts'
import { useSearchKey } from './use-search-key.ts'

/** Fetched when it is first wanted: the list is there before. */
const AddFilter = lazy(() => import('./add-filter.tsx').then((part) => ({ default: part.AddFilter })))

/** Milliseconds of silence before a typed word counts: each one is a step in the URL, and a request. */
const TYPING_PAUSE_MS = 250

const SORT_WORDS: Record<(typeof SORTS)[number], string> = {
  start: 'Newest first',
  lastSeen: 'Last seen',
  duration: 'Longest',
  engaged: 'Most engaged',
  pages: 'Most pages',
  clicks: 'Most clicks',
  events: 'Most events',
  errors: 'Most errors',
  rageClicks: 'Most rage clicks',
  deadClicks: 'Most dead clicks',
}

type Props = {
  filters: SessionFilters
  /** Those that are loaded, to suggest values from. */
  sessions: Session[]
  onChange: (change: SessionFilters) => void
  onReset: () => void
  /** Filters that this member may not narrow by. */
  hidden: readonly FilterName[]
  children: ReactNode
}

const useTyped = (q: string, onChange: Props['onChange']) => {
  const [typed, setTyped] = useState(q)
  const search = useDebouncedCallback(
    (text: string) => onChange({ q: text.trim() || undefined }),
    TYPING_PAUSE_MS,
  )
  // Back, forward, reset: the URL leads, but not back over what is being typed.
  useEffect(() => setTyped((now) => (now.trim() === q ? now : q)), [q])
  const type = (text: string) => {
    setTyped(text)
    search(text)
  }
  return { typed, type }
}

export const FilterBar = ({ filters, sessions, onChange, onReset, hidden, children }: Props) => {
  const { typed, type } = useTyped(filters.q ?? '', onChange)
  const [opened, setOpened] = useState<FilterName | null>(null)
  const [adding, setAdding] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useSearchKey(field)
  const shown = FILTER_NAMES.filter((name) => isSet(name, filters) || name === opened)

  return (
    <search className={classes.bar}>
      <TextInput
        ref={field}
        className={classes.search}
        aria-label="Search person, page, browser or place"
        aria-keyshortcuts="/"
        placeholder="Person, page, browser, place…"
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        rightSection={
          typed ? (
            <CloseButton size="sm" aria-label="Clear the search" onClick={() => type('')} />
          ) : (
            <Kbd size="xs" aria-hidden="true">
              /
            </Kbd>
          )
        }
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {shown.map((name) => (
        <FilterChip
          key={name}
          name={name}
          filters={filters}
          sessions={sessions}
          opened={opened === name}
          onOpen={setOpened}
          onChange={onChange}
        />
      ))}
      {adding ? (
        <Suspense fallback={<AddButton expanded={false} onClick={() => {}} />}>
          <AddFilter
            taken={(name) => isSet(name, filters)}
            hidden={hidden}
            onPick={(name) => {
              // What can only be yes or no is yes at once; the chip says so, and changes it.
              if (kindOf(name).type === 'flag') onChange({ [name]: true })
              else setOpened(name)
            }}
          />
        </Suspense>
      ) : (
        <AddButton expanded={false} onClick={() => setAdding(true)} />
      )}
      {isFiltering(filters) && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onReset}>
          Clear
        </Button>
      )}
      <span className={classes.end}>
        <span className={classes.total} role="status">
          {children}
        </span>
        <NativeSelect
          size="xs"
          aria-label="Order"
          leftSection={<IconArrowsSort size={14} aria-hidden="true" />}
          data={SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
          value={filters.sort ?? 'start'}
          onChange={({ currentTarget: { value } }) =>
            onChange({ sort: value === 'start' ? undefined : SORTS.find((sort) => sort === value) })
          }
        />
      </span>
    </search>
  )
}
