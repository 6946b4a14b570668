// Light, dark, or as the system has it: each press goes one further.
import { ActionIcon, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

const schemes = {
  auto: { icon: IconDeviceDesktop, label: 'Appearance: as the system', next: 'light' },
  light: { icon: IconSun, label: 'Appearance: light', next: 'dark' },
  dark: { icon: IconMoon, label: 'Appearance: dark', next: 'auto' },
} as const

export const ColorSchemeToggle = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { icon: Icon, label, next } = schemes[colorScheme]
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={18} stroke={1.75} aria-hidden="true" />
    </ActionIcon>
  )
}
