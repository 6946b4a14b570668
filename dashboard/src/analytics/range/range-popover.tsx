// The ranges to choose from, and one's own from date to date.
import { Popover } from '@mantine/core'
import type { ReactElement } from 'react'
import type { AnalyticsSearch } from '../search.ts'
import { RangeChoices } from './range-choices.tsx'

type Props = {
  target: ReactElement
  opened: boolean
  onOpen: (opened: boolean) => void
  search: AnalyticsSearch
  timeZone: string
  onDone: (change: AnalyticsSearch) => void
}

export const RangePopover = ({ target, opened, onOpen, ...choices }: Props) => (
  <Popover
    opened={opened}
    onChange={onOpen}
    position="bottom-end"
    trapFocus
    returnFocus
    shadow="md"
    width={330}
  >
    <Popover.Target>{target}</Popover.Target>
    <Popover.Dropdown aria-label="Range">
      <RangeChoices {...choices} />
    </Popover.Dropdown>
  </Popover>
)
