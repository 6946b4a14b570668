// A project: a site or app whose visits are recorded, with its own keys and its own data.
import * as z from 'zod'
import { originPatternSchema } from './origin.ts'

export const projectSchema = z.object({
  projectId: z.string().regex(/^prj_[0-9A-Za-z]{12,}$/),
  name: z.string().trim().min(1).max(80),
  /** Origins whose pages may send events with the publishable key. `*` stands for any one host label. */
  origins: z.array(z.string().max(255)).max(50),
  createdAt: z.number().int(),
})

export const createProjectSchema = projectSchema
  .pick({ name: true })
  .extend({ origins: z.array(originPatternSchema).max(50) })

/** What a member may do in a project; finer roles follow. */
export const roleSchema = z.enum(['owner'])

export type Project = z.infer<typeof projectSchema>
export type Role = z.infer<typeof roleSchema>
export type CreateProject = z.infer<typeof createProjectSchema>

/** A project as one of its members sees it. */
export type MemberProject = Project & { publishableKey: string }
/** Answer of `GET /api/v1/projects`. */
export type ProjectList = { projects: MemberProject[] }
/** Answer of `POST /api/v1/projects` (201): the only time that the secret key is shown. */
export type CreatedProject = { project: MemberProject; secretKey: string }
