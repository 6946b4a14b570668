// Who is signed in, and the way out.
import { ActionIcon, Avatar } from '@mantine/core'
import { lazy, useSyncExternalStore } from 'react'
import { login } from '../app/services.ts'
import { MenuOnDemand } from './menu-on-demand.tsx'

const fetchMenu = () => import('./member-entries.tsx').then((part) => ({ default: part.MemberEntries }))
const MemberEntries = lazy(fetchMenu)

const email = () => login.member()?.email ?? null

export const MemberMenu = () => {
  const address = useSyncExternalStore(login.subscribe, email)
  const button = (
    <ActionIcon variant="transparent" size="lg" aria-label={address ? `Member ${address}` : 'Member'}>
      <Avatar size={28} name={address?.[0]?.toUpperCase()} color="iris" alt="" />
    </ActionIcon>
  )
  return (
    <MenuOnDemand button={button} fetchMenu={() => void fetchMenu()}>
      <MemberEntries button={button} address={address} />
    </MenuOnDemand>
  )
}
