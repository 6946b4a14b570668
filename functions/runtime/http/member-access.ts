// Who may call a member route: a member whose token the authorizer has checked, and of a project only its members.
import { AppError } from '../../../core/errors.ts'
import { projectSchema, type Role } from '../../../core/projects/project.ts'
import type { Access } from './http.ts'

export type Member = { memberId: string }
export type ProjectMember = Member & { projectId: string; role: Role }

export const member: Access<Member> = async ({ memberId }) => {
  if (memberId === undefined) throw new AppError('unauthorized', 401, 'Log in first.')
  return { memberId }
}

type Memberships = { roleOf(projectId: string, memberId: string): Promise<Role | undefined> }

/** The project comes in the query. A foreign one and an unknown one are answered alike. */
export const memberOfProject =
  (memberships: Memberships): Access<ProjectMember> =>
  async (request) => {
    const { memberId } = await member(request)
    const projectId = request.query['projectId']
    if (!projectId) {
      throw new AppError('invalid-request', 400, 'The query is not what this route takes.', {
        fields: [{ field: 'projectId', message: 'is required' }],
      })
    }
    return { memberId, projectId, role: await roleIn(memberships, projectId, memberId) }
  }

export const roleIn = async (
  memberships: Memberships,
  projectId: string,
  memberId: string,
): Promise<Role> => {
  const wellFormed = projectSchema.shape.projectId.max(64).safeParse(projectId).success
  const role = wellFormed ? await memberships.roleOf(projectId, memberId) : undefined
  if (role === undefined) throw new AppError('project-not-found', 404, 'There is no such project.')
  return role
}
