// Who is signed in, and the way out.
import { ActionIcon, Avatar, Menu } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { login } from '../app/services.ts'

const email = () => login.member()?.email ?? null

export const MemberMenu = () => {
  const address = useSyncExternalStore(login.subscribe, email)
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="transparent" size="lg" aria-label={address ? `Member ${address}` : 'Member'}>
          <Avatar size={28} name={address?.[0]?.toUpperCase()} color="iris" alt="" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {address && <Menu.Label className="one-line">{address}</Menu.Label>}
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={() => void login.logOut()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
