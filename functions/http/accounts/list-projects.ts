// GET /api/v1/projects: the projects of all organisations of a member.
import { listProjects as operation } from '../../../core/api/project-operations.ts'
import type { MemberProject, ProjectList } from '../../../core/projects/project.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { showProject } from './show-project.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'memberships' | 'projects' | 'keys' | 'now'>

/** Projects whose keys are read at once: the client has 50 connections, and other requests need some. */
const AT_ONCE = 10

export const listProjects =
  (deps: Deps) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const shown: MemberProject[] = []
    for (const { organisationId, role } of await deps.memberships.ofMember(caller.memberId)) {
      const found = await deps.projects.ofOrganisation(organisationId)
      for (let at = 0; at < found.length; at += AT_ONCE) {
        const some = found.slice(at, at + AT_ONCE)
        shown.push(...(await Promise.all(some.map((project) => showProject(deps, project, role)))))
      }
    }
    return ok({ projects: shown.sort((a, b) => a.createdAt - b.createdAt) } satisfies ProjectList)
  }

export const listProjectsRoute = route(operation, listProjects(stores))
