// What a project lets its members see, by their role: part of its settings.
import * as z from 'zod'

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

/** What somebody may see, as it travels with a socket's ticket. */
export const maySchema = z.object({
  live: z.boolean(),
  replay: z.boolean(),
  devTools: z.boolean(),
  personal: z.boolean(),
})
