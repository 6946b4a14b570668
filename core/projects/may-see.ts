// What a role may see of a project. Without the schema library, which is too heavy for a page's first load.
import type { Role } from '../organisations/role.ts'
import type { ProjectAccess } from './access.ts'

/** Something that a role may see or not. */
export type Sight = 'live' | 'replay' | 'devTools' | 'personal'

export type May = Record<Sight, boolean>

export const MAY_ALL: May = { live: true, replay: true, devTools: true, personal: true }

/** Admins and owners see all: they could change it. */
export const maySee = (role: Role, access: ProjectAccess): May => {
  if (role === 'viewer')
    return {
      live: access.viewerLive,
      replay: access.viewerReplay,
      devTools: access.viewerDevTools,
      // A viewer never sees what an analyst does not.
      personal: access.viewerPersonal && access.analystPersonal,
    }
  return role === 'analyst' ? { ...MAY_ALL, personal: access.analystPersonal } : MAY_ALL
}

export const WHY_NOT: Record<Sight, string> = {
  live: 'This project lets viewers watch sessions only when they are over.',
  replay: 'This project does not let viewers watch recordings.',
  devTools: 'This project does not show viewers the console and the network of a page.',
  personal: 'This project does not show your role who its visitors are.',
}
