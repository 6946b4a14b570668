// Which screens need something that a project may hide from a role.
import type { May, Sight } from '../../../core/projects/may-see.ts'

const NEEDED: Record<string, readonly Sight[]> = {
  '/live': ['live'],
  '/people': ['live', 'personal'],
  '/activity': ['personal'],
}

/** What a screen needs and a member may not see. */
export const hiddenOf = (screen: string, may: May): Sight[] =>
  (NEEDED[screen] ?? []).filter((sight) => !may[sight])
