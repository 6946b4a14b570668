// The screens one can go to from anywhere, in the order they are shown.
import {
  IconActivity,
  IconAdjustments,
  IconArchive,
  IconBroadcast,
  IconBuilding,
  IconChartBar,
  IconChartLine,
  IconHistory,
  IconKey,
  IconListDetails,
  IconScissors,
  IconSettings,
  IconUserCheck,
  IconUserOff,
  IconUsers,
} from '@tabler/icons-react'

export const navigation = [
  { to: '/sessions', label: 'Sessions', icon: IconListDetails },
  { to: '/analytics', label: 'Analytics', icon: IconChartLine },
  { to: '/live', label: 'Live', icon: IconBroadcast },
  { to: '/highlights', label: 'Highlights', icon: IconScissors },
  { to: '/people', label: 'People', icon: IconUserCheck },
  { to: '/activity', label: 'Activity', icon: IconActivity },
  { to: '/settings', label: 'Settings', icon: IconSettings },
] as const

/** Pages of the settings; `offer` names what a member must be offered for the page to be there. */
export const projectSettings = [
  { to: '/settings/project', label: 'Project', icon: IconAdjustments },
  { to: '/settings/keys', label: 'Keys', icon: IconKey, offer: 'seeKeys' },
  { to: '/settings/usage', label: 'Usage', icon: IconChartBar },
  { to: '/settings/erasure', label: 'Erasure', icon: IconUserOff, offer: 'erasePeople' },
  { to: '/settings/quarantine', label: 'Quarantine', icon: IconArchive, offer: 'seeQuarantine' },
] as const

export const organisationSettings = [
  { to: '/settings/organisation', label: 'Organisation', icon: IconBuilding },
  { to: '/settings/members', label: 'Members', icon: IconUsers },
  { to: '/settings/audit-log', label: 'Audit log', icon: IconHistory, offer: 'seeAuditLog' },
] as const
