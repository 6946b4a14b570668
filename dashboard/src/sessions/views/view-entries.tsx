// What can be done with the view that is shown.
import { Menu } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { FetchedMenu, type MenuButton } from '../../shell/fetched-menu.tsx'

type Props = { button: MenuButton; onChange: () => void; onDelete: () => void }

export const ViewEntries = ({ button, onChange, onDelete }: Props) => (
  <FetchedMenu button={button} position="bottom-end" width={180}>
    <Menu.Dropdown>
      <Menu.Item leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={onChange}>
        Rename or share
      </Menu.Item>
      <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={onDelete}>
        Delete view
      </Menu.Item>
    </Menu.Dropdown>
  </FetchedMenu>
)
