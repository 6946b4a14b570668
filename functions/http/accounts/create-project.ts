// POST /api/v1/projects: a project with its first two keys, of which the secret one is shown this once.
import { createProject as operation } from '../../../core/api/project-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { ORGANISATION_MAX_PROJECTS } from '../../../core/limits.ts'
import { type Role, reaches } from '../../../core/organisations/role.ts'
import { type CreatedProject, PROJECT_DEFAULTS, type Project } from '../../../core/projects/project.ts'
import { makeProjectId, PROJECT_ID_RANDOM_BYTES } from '../../../core/projects/project-id.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { checkRoom } from './check-room.ts'
import { found } from './found.ts'
import { makeKey } from './make-key.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'memberships' | 'projects' | 'keys' | 'record' | 'retention' | 'now' | 'random'>

export const createProject =
  (deps: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projects, keys, record, retention, now, random } = deps
    const { organisationId, role } = await placeFor(deps, caller.memberId, body.organisationId)
    checkRoom('projects', (await projects.ofOrganisation(organisationId)).length, ORGANISATION_MAX_PROJECTS)
    const projectId = makeProjectId(random(PROJECT_ID_RANDOM_BYTES))
    const createdAt = now()
    const own = { projectId, organisationId, createdAt }
    const project: Project = { ...PROJECT_DEFAULTS, retention, ...named(body), ...own }
    await record(caller, organisationId, {
      action: 'project.created',
      target: { id: projectId, name: project.name },
      projectId,
    })
    const makes = {
      projectId,
      environment: 'live',
      createdAt,
      createdBy: caller.memberId,
      validUntil: null,
    } as const
    const [publishable, secret] = [
      makeKey(random, { ...makes, kind: 'publishable', name: 'Website' }),
      makeKey(random, { ...makes, kind: 'secret', name: 'Server' }),
    ]
    // The project last: its keys lead nowhere before, and nobody sees half of it.
    await Promise.all([publishable, secret].map(({ key, made }) => keys.create(key, made)))
    await projects.create(project)
    return created({
      project: { ...project, role, publishableKey: publishable.key.text },
      secretKey: secret.key.text,
    } satisfies CreatedProject)
  }

/** Without the members that are left out, which would hide the defaults. */
const named = ({ name, origins, timeZone }: RequestOf<typeof operation>['body']) => ({
  name,
  origins,
  ...(timeZone !== undefined && { timeZone }),
})

/** The organisation that is named, or the only one there is. */
const placeFor = async (
  { memberships }: Deps,
  memberId: string,
  organisationId: string | undefined,
): Promise<{ organisationId: string; role: Role }> => {
  const place =
    organisationId === undefined
      ? onlyOne(await memberships.ofMember(memberId))
      : { organisationId, role: found('organisation', await memberships.roleIn(organisationId, memberId)) }
  if (reaches(place.role, 'admin')) return place
  throw new AppError('forbidden', 403, `This needs the role admin; yours is ${place.role}.`)
}

const onlyOne = <T>([first, ...others]: T[]): T => {
  if (first === undefined) {
    throw new AppError('no-organisation', 409, 'You belong to no organisation. Make one first.')
  }
  if (others.length === 0) return first
  throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field: 'organisationId', message: 'is required unless you belong to exactly one' }],
  })
}

export const createProjectRoute = route(operation, createProject(stores))
