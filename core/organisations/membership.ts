// Who belongs to an organisation, and as what.
import * as z from 'zod'
import { roleSchema } from './role.ts'

/** Cognito's `sub`. */
export const memberIdSchema = z.string().min(1).max(128)

export const membershipSchema = z.object({
  memberId: memberIdSchema,
  email: z.string(),
  name: z.string().nullable(),
  role: roleSchema,
  joinedAt: z.number().int(),
})

/** Answer of `GET /api/v1/organisations/{organisationId}/members`, oldest first. */
export const membershipListSchema = z.object({ members: z.array(membershipSchema) })
export const membershipAnswerSchema = z.object({ member: membershipSchema })

export const changeRoleSchema = z.strictObject({ role: roleSchema })

export type Membership = z.infer<typeof membershipSchema>
