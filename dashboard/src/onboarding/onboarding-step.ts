// Where a member stands on the way from nothing to the first event.
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import { reaches } from '../members/roles.ts'

export const STEPS = ['organisation', 'project', 'keys', 'snippet'] as const

export type Step = (typeof STEPS)[number]

type Standing = {
  organisations: MemberOrganisation[]
  projects: MemberProject[]
  /** The project that is being set up. */
  begun: string | null
  /** Its secret key is on this page, which alone will ever show it. */
  secretShown: boolean
}

/** `waiting`: others have to make a project first, or give this member the right to. */
export const onboardingStep = ({
  organisations,
  projects,
  begun,
  secretShown,
}: Standing): Step | 'waiting' => {
  if (organisations.length === 0) return 'organisation'
  if (projects.some(({ projectId }) => projectId === begun)) return secretShown ? 'keys' : 'snippet'
  if (projects.length > 0) return 'snippet'
  return organisations.some(({ role }) => reaches(role, 'admin')) ? 'project' : 'waiting'
}
