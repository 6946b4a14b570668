// The button that opens the menu of filters.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { Ref } from 'react'

type Props = { expanded: boolean; onClick: () => void; ref?: Ref<HTMLButtonElement> }

export const AddButton = ({ expanded, ...button }: Props) => (
  <Button
    variant="default"
    size="compact-md"
    fz="sm"
    leftSection={<IconPlus size={15} aria-hidden="true" />}
    aria-haspopup="listbox"
    aria-expanded={expanded}
    {...button}
  >
    Filter
  </Button>
)
