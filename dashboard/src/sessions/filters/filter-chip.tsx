// One filter in the bar: says what it lets through, opens to be changed, and goes by its cross.
import { CloseButton, Popover, UnstyledButton } from '@mantine/core'
import type { Session } from '../../../../core/sessions/session.ts'
import type { SessionFilters } from '../session-filters.ts'
import classes from './filter-bar.module.css'
import { FilterEditor } from './filter-editor.tsx'
import { type FilterName, kindOf } from './filter-kinds.ts'
import { filterWords, isSet, without } from './filter-words.ts'

type Props = {
  name: FilterName
  filters: SessionFilters
  sessions: Session[]
  opened: boolean
  onOpen: (name: FilterName | null) => void
  onChange: (change: SessionFilters) => void
}

export const FilterChip = ({ name, filters, sessions, opened, onOpen, onChange }: Props) => {
  const { label } = kindOf(name)
  const words = isSet(name, filters) ? filterWords(name, filters) : { value: label }
  const said = words.label ? `${words.label}: ${words.value}` : words.value
  return (
    <div className={classes.chip} data-filter={name}>
      <Popover
        opened={opened}
        onChange={(open) => onOpen(open ? name : null)}
        position="bottom-start"
        trapFocus
        returnFocus
        shadow="md"
        width={280}
      >
        <Popover.Target>
          <UnstyledButton
            className={classes.words}
            aria-label={`Change the filter ${said}`}
            title={said}
            onClick={() => onOpen(opened ? null : name)}
          >
            {words.label && <span className={classes.label}>{words.label}</span>}
            <span className="one-line">{words.value}</span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <FilterEditor
            name={name}
            filters={filters}
            sessions={sessions}
            onDone={(change) => {
              onOpen(null)
              onChange(change)
            }}
          />
        </Popover.Dropdown>
      </Popover>
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
