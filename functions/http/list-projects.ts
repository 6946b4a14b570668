// GET /api/v1/projects: the projects of a member.
import type { ProjectList } from '../../core/projects/project.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type Member, member } from '../runtime/http/member-access.ts'
import { type ProjectStore, projects } from '../stores/projects.ts'

type Deps = { projects: Pick<ProjectStore, 'ofMember'> }

export const listProjects =
  ({ projects }: Deps) =>
  async ({ caller }: { caller: Member }): Promise<HttpAnswer> =>
    ok({ projects: await projects.ofMember(caller.memberId) } satisfies ProjectList)

const env = readEnvironment(['CONFIGURATION_TABLE'])

export const handler = http(
  { access: member },
  listProjects({ projects: projects(dynamodb, env.CONFIGURATION_TABLE) }),
)
