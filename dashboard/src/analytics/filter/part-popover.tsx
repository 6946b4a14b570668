// What opens below a chip: its conditions, each to be changed, and more of them.
import { Popover } from '@mantine/core'
import type { ComponentProps, ReactElement } from 'react'
import { PartEditor } from './part-editor.tsx'

type Props = ComponentProps<typeof PartEditor> & {
  target: ReactElement
  opened: boolean
  onOpen: (opened: boolean) => void
}

export const PartPopover = ({ target, opened, onOpen, ...editor }: Props) => (
  <Popover
    opened={opened}
    onChange={onOpen}
    position="bottom-start"
    trapFocus
    returnFocus
    shadow="md"
    width={320}
  >
    <Popover.Target>{target}</Popover.Target>
    <Popover.Dropdown aria-label="Filter">
      <PartEditor {...editor} />
    </Popover.Dropdown>
  </Popover>
)
