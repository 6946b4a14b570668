// An organisation: who owns projects, and whose members see them.
import * as z from 'zod'
import { roleSchema } from './role.ts'

export const organisationIdSchema = z
  .string()
  .regex(/^org_[0-9A-Za-z]{16}$/, 'is not the id of an organisation')

const nameSchema = z.string().trim().min(1).max(80)

export const organisationSchema = z.object({
  organisationId: organisationIdSchema,
  name: nameSchema,
  createdAt: z.number().int(),
})

/** An organisation as one of its members sees it. */
export const memberOrganisationSchema = organisationSchema.extend({ role: roleSchema })

export const createOrganisationSchema = z.strictObject({ name: nameSchema })
export const updateOrganisationSchema = z.strictObject({ name: nameSchema })

/** Answer of `GET /api/v1/organisations`, oldest first. */
export const organisationListSchema = z.object({ organisations: z.array(memberOrganisationSchema) })
export const organisationAnswerSchema = z.object({ organisation: memberOrganisationSchema })

export type Organisation = z.infer<typeof organisationSchema>
export type MemberOrganisation = z.infer<typeof memberOrganisationSchema>
export type CreateOrganisation = z.infer<typeof createOrganisationSchema>
