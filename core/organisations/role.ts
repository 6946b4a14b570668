// What a member may do in an organisation, each role all that the ones before it may.
import * as z from 'zod'

/** A viewer sees, an analyst also works with what is seen, an admin changes settings, an owner decides who owns. */
export const ROLES = ['viewer', 'analyst', 'admin', 'owner'] as const

export const roleSchema = z.enum(ROLES)

export type Role = z.infer<typeof roleSchema>

export const reaches = (role: Role, atLeast: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(atLeast)
