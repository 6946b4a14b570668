// A saved view: filters and an order of the session list under a name, a member's own or shared with the project.
import * as z from 'zod'
import { projectIdSchema } from '../projects/project-id.ts'
import { keptFiltersSchema, viewFiltersSchema } from './view-filters.ts'

export const viewIdSchema = z.string().regex(/^view_[0-9A-Za-z]{16}$/, 'is not the id of a view')

const nameSchema = z.string().trim().min(1).max(60)

export const savedViewSchema = z.object({
  viewId: viewIdSchema,
  projectId: projectIdSchema,
  name: nameSchema,
  filters: keptFiltersSchema,
  /** Whether every member of the project has it; else it is its maker's alone. */
  shared: z.boolean(),
  /** Cognito's `sub` of who made it. */
  createdBy: z.string(),
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
})

export const createViewSchema = z.strictObject({
  /** Needed unless the query names the project. */
  projectId: projectIdSchema.optional(),
  name: nameSchema,
  filters: viewFiltersSchema,
  shared: z.boolean().default(false),
})

export const updateViewSchema = z
  .strictObject({ name: nameSchema, filters: viewFiltersSchema, shared: z.boolean() })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: 'names nothing to change' })

/** Answer of `GET /api/v1/views`: the shared ones, then one's own, each by name. */
export const viewListSchema = z.object({ views: z.array(savedViewSchema) })
export const viewAnswerSchema = z.object({ view: savedViewSchema })

export type SavedView = z.infer<typeof savedViewSchema>
export type CreateView = z.input<typeof createViewSchema>
export type UpdateView = z.infer<typeof updateViewSchema>
export type ViewList = z.infer<typeof viewListSchema>
