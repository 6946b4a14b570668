// Which organisation and which of its projects the settings speak of.
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { MemberProject } from '../../../core/projects/project.ts'

export type SettingsSubject = { organisation: MemberOrganisation; project: MemberProject | undefined }

type Known = { projects: MemberProject[]; organisations: MemberOrganisation[] }
type Asked = { project?: string | undefined; organisation?: string | undefined }

/** The one that is wanted, if it is there; else the first. */
export const shownProject = (projects: MemberProject[], wanted: string | null): MemberProject | undefined =>
  projects.find(({ projectId }) => projectId === wanted) ?? projects[0]

/** An organisation that is named goes before the project's own. Undefined for what is not the member's. */
export const subjectOf = (
  { projects, organisations }: Known,
  asked: Asked,
  remembered: string | null,
): SettingsSubject | undefined => {
  const shown = shownProject(projects, asked.project ?? remembered)
  if (asked.project !== undefined && shown?.projectId !== asked.project) return undefined
  const organisationId = asked.organisation ?? shown?.organisationId
  const organisation =
    organisationId === undefined
      ? organisations[0]
      : organisations.find((one) => one.organisationId === organisationId)
  if (!organisation) return undefined
  const own = projects.filter((project) => project.organisationId === organisation.organisationId)
  return { organisation, project: shownProject(own, shown?.projectId ?? null) }
}
