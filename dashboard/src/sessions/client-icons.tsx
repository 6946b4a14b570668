// Browser, system and kind of device as small pictures that carry their name.
import {
  IconBrandAndroid,
  IconBrandApple,
  IconBrandChrome,
  IconBrandDebian,
  IconBrandEdge,
  IconBrandFirefox,
  IconBrandOpera,
  IconBrandSafari,
  IconBrandWindows,
  IconCpu,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDevices,
  IconDeviceTablet,
  type IconProps,
  IconWorld,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import classes from './client-icons.module.css'

type Picture = ComponentType<IconProps>

const devices: Record<Session['device'], Picture> = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  other: IconDevices,
}

const browsers: [RegExp, Picture][] = [
  [/edge/i, IconBrandEdge],
  [/opera/i, IconBrandOpera],
  [/firefox/i, IconBrandFirefox],
  [/safari|webkit/i, IconBrandSafari],
  [/chrom/i, IconBrandChrome],
]

const systems: [RegExp, Picture][] = [
  [/windows/i, IconBrandWindows],
  [/ios|mac/i, IconBrandApple],
  [/android/i, IconBrandAndroid],
  [/linux|debian|ubuntu|fedora/i, IconBrandDebian],
]

const pick = (from: [RegExp, Picture][], name: string, otherwise: Picture): Picture =>
  from.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const Named = ({ icon: Icon, name }: { icon: Picture; name: string }) => (
  <span className={classes.icon} role="img" aria-label={name} title={name}>
    <Icon size={17} stroke={1.6} aria-hidden="true" />
  </span>
)

export const ClientIcons = ({ session }: { session: Pick<Session, 'device' | 'browser' | 'os'> }) => (
  <span className={classes.icons}>
    <Named icon={devices[session.device]} name={capitalised(session.device)} />
    <Named icon={pick(browsers, session.browser, IconWorld)} name={session.browser} />
    <Named icon={pick(systems, session.os, IconCpu)} name={session.os} />
  </span>
)
