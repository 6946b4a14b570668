// The screens one can go to from anywhere, in the order they are shown.
import { IconListDetails, IconSettings } from '@tabler/icons-react'

export const navigation = [
  { to: '/sessions', label: 'Sessions', icon: IconListDetails },
  { to: '/project', label: 'Project', icon: IconSettings },
] as const
