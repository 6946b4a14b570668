// What a role is called on screens, and what it may do, in a line.
import type { Role } from '../../../core/organisations/role.ts'

export const ROLE_LABELS: Record<Role, string> = {
  viewer: 'Viewer',
  analyst: 'Analyst',
  admin: 'Admin',
  owner: 'Owner',
}

export const ROLE_HINTS: Record<Role, string> = {
  viewer: 'sees everything that was recorded',
  analyst: 'also works with it, and sees keys',
  admin: 'also changes settings, keys and members',
  owner: 'also decides who owns, and deletes projects',
}
