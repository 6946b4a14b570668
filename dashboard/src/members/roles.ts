// The order of the roles, written again: core's comes with the schema library, 60 kB of it. A test holds them equal.
import type { Role } from '../../../core/organisations/role.ts'

export const ROLES: Role[] = ['viewer', 'analyst', 'admin', 'owner']

/** Each role may all that the ones before it may. */
export const reaches = (role: Role, atLeast: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(atLeast)
