// One filter in the bar: says what it lets through, opens to be changed, and goes by its cross.
import { CloseButton, UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Session } from '../../../../core/sessions/session.ts'
import type { SessionFilters } from '../session-filters.ts'
import classes from './filter-bar.module.css'
import { type FilterName, kindOf } from './filter-kinds.ts'
import { filterWords, isSet, without } from './filter-words.ts'

/** Fetched when the first filter is opened: the list is there before. */
const FilterPopover = lazy(() =>
  import('./filter-popover.tsx').then((part) => ({ default: part.FilterPopover })),
)

type Props = {
  name: FilterName
  filters: SessionFilters
  sessions: Session[]
  opened: boolean
  onOpen: (name: FilterName | null) => void
  onChange: (change: SessionFilters) => void
}

export const FilterChip = ({ name, filters, sessions, opened, onOpen, onChange }: Props) => {
  const [used, setUsed] = useState(opened)
  if (opened && !used) setUsed(true)
  const words = isSet(name, filters) ? filterWords(name, filters) : { value: kindOf(name).label }
  const said = words.label ? `${words.label}: ${words.value}` : words.value
  const button = (
    <UnstyledButton
      className={classes.words}
      aria-label={`Change the filter ${said}`}
      title={said}
      onClick={() => onOpen(opened ? null : name)}
    >
      {words.label && <span className={classes.label}>{words.label}</span>}
      <span className="one-line">{words.value}</span>
    </UnstyledButton>
  )
  return (
    <div className={classes.chip} data-filter={name}>
      {used ? (
        <Suspense fallback={button}>
          <FilterPopover
            target={button}
            name={name}
            filters={filters}
            sessions={sessions}
            opened={opened}
            onOpen={onOpen}
            onDone={(change) => {
              onOpen(null)
              onChange(change)
            }}
          />
        </Suspense>
      ) : (
        button
      )}
      <CloseButton
        size="xs"
        aria-label={`Remove the filter ${said}`}
        onClick={() => {
          onOpen(null)
          onChange(without(name))
        }}
      />
    </div>
  )
}
