// The menu of the list of sessions.
import { Menu } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { FetchedMenu, type MenuButton } from '../shell/fetched-menu.tsx'

export const ListEntries = ({ button, onImport }: { button: MenuButton; onImport: () => void }) => (
  <FetchedMenu button={button} position="bottom-end" width={210}>
    <Menu.Dropdown>
      <Menu.Item leftSection={<IconFileImport size={16} aria-hidden="true" />} onClick={onImport}>
        Import recording
      </Menu.Item>
    </Menu.Dropdown>
  </FetchedMenu>
)
