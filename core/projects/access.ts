// What a project lets its members see, by their role: part of its settings.
import * as z from 'zod'
import { type Role, reaches } from '../organisations/role.ts'

/** Admins and owners see all: they could change it. */
export const accessSchema = z.strictObject({
  /** Sessions that still run, and who is on the site. */
  viewerLive: z.boolean(),
  /** Recordings and screenshots. */
  viewerReplay: z.boolean(),
  /** The console and the network of a recording. */
  viewerDevTools: z.boolean(),
  /** Who somebody is: the site's own ids of users, and what it says of them. */
  viewerPersonal: z.boolean(),
  analystPersonal: z.boolean(),
})

export type ProjectAccess = z.infer<typeof accessSchema>

export const ACCESS_DEFAULTS: ProjectAccess = {
  viewerLive: true,
  viewerReplay: true,
  viewerDevTools: true,
  viewerPersonal: true,
  analystPersonal: true,
}

/** Whether somebody may see this and that. */
export const maySchema = z.object({
  live: z.boolean(),
  replay: z.boolean(),
  devTools: z.boolean(),
  personal: z.boolean(),
})

export type May = z.infer<typeof maySchema>
export type Sight = keyof May

export const MAY_ALL: May = { live: true, replay: true, devTools: true, personal: true }

export const maySee = (role: Role, access: ProjectAccess): May => {
  if (reaches(role, 'admin')) return MAY_ALL
  if (role === 'analyst') return { ...MAY_ALL, personal: access.analystPersonal }
  return {
    live: access.viewerLive,
    replay: access.viewerReplay,
    devTools: access.viewerDevTools,
    // A viewer never sees what an analyst does not.
    personal: access.viewerPersonal && access.analystPersonal,
  }
}

export const WHY_NOT: Record<Sight, string> = {
  live: 'This project lets viewers watch sessions only when they are over.',
  replay: 'This project does not let viewers watch recordings.',
  devTools: 'This project does not show viewers the console and the network of a page.',
  personal: 'This project does not show your role who its visitors are.',
}
