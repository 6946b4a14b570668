// Asks as a site does: its server with the secret key, a user's page with the token that the server had made for it.
import type { HttpFunction } from '../../functions/runtime/http/http.ts'
import { type Call, call, type Reply } from './invocations.ts'
import { type MadeProject, makeProject } from './make-project.ts'

export type Site = Awaited<ReturnType<typeof openSite>>

const FUNCTIONS = ['users', 'conversations', 'activity', 'issue-user-token'] as const

/** Import nothing before: the functions read their environment when they are loaded. */
export const openSite = async (owner = 'ada') => {
  const load = async (name: string) =>
    ((await import(`../../functions/http/${name}.ts`)) as { handler: HttpFunction }).handler
  const functions = await Promise.all(FUNCTIONS.map(load))
  const project: MadeProject = await makeProject(owner)
  const functionOf = (to: string): HttpFunction => {
    const found = functions.find(({ operations }) => operations.some(({ id }) => id === to))
    if (!found) throw new Error(`No function does ${to}.`)
    return found
  }
  const asServer = (to: string, parts: Call = {}): Promise<Reply> =>
    call(functionOf(to), {
      to,
      ...parts,
      headers: { 'x-api-key': project.secretKey, ...parts.headers },
    })
  const tokenOf = async (userId: string, username?: string): Promise<string> => {
    const { status, body } = await asServer('issueUserToken', { body: { userId, username } })
    if (status !== 201) throw new Error(`no token: ${status}`)
    return (body as { token: string }).token
  }
  return {
    ...project,
    asServer,
    tokenOf,
    asMember: (memberId: string, to: string, parts: Call = {}): Promise<Reply> =>
      call(functionOf(to), {
        to,
        memberId,
        ...parts,
        query: { projectId: project.projectId, ...parts.query },
      }),
    asUser: async (userId: string, to: string, parts: Call = {}): Promise<Reply> =>
      call(functionOf(to), {
        to,
        ...parts,
        headers: { authorization: `Bearer ${await tokenOf(userId)}`, ...parts.headers },
      }),
    put: (userId: string, body: object): Promise<Reply> => asServer('putUser', { params: { userId }, body }),
  }
}
