// What opens below the chip of a filter.
import { Popover } from '@mantine/core'
import type { ComponentProps, ReactElement } from 'react'
import { FilterEditor } from './filter-editor.tsx'
import { type FilterName, kindOf } from './filter-kinds.ts'

type Props = ComponentProps<typeof FilterEditor> & {
  target: ReactElement
  opened: boolean
  onOpen: (name: FilterName | null) => void
}

export const FilterPopover = ({ target, opened, onOpen, ...editor }: Props) => (
  <Popover
    opened={opened}
    onChange={(open) => onOpen(open ? editor.name : null)}
    position="bottom-start"
    trapFocus
    returnFocus
    shadow="md"
    width={280}
  >
    <Popover.Target>{target}</Popover.Target>
    <Popover.Dropdown aria-label={kindOf(editor.name).label}>
      <FilterEditor {...editor} />
    </Popover.Dropdown>
  </Popover>
)
