// The menu of the member who is signed in.
import { Menu } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { login } from '../app/services.ts'
import { FetchedMenu, type MenuButton } from './fetched-menu.tsx'

export const MemberEntries = ({ button, address }: { button: MenuButton; address: string | null }) => (
  <FetchedMenu button={button} position="bottom-end" width={240}>
    <Menu.Dropdown>
      {address && <Menu.Label className="one-line">{address}</Menu.Label>}
      <Menu.Item
        leftSection={<IconLogout size={16} aria-hidden="true" />}
        onClick={() => void login.logOut()}
      >
        Sign out
      </Menu.Item>
    </Menu.Dropdown>
  </FetchedMenu>
)
