// What every login ends with: both times, the activity in the log, and a user token for the page.
import { USER_TOKEN_SECONDS } from '../../../core/limits.ts'
import type { UserProfile } from '../../../core/users/user-profile.ts'
import type { KnownKey } from '../../runtime/http/callers.ts'
import type { IncomingRequest } from '../../runtime/http/incoming-request.ts'
import { looseClient } from '../../runtime/http/loose-client.ts'
import type { LoginDeps } from './login-deps.ts'

type Request = Pick<IncomingRequest, 'headers' | 'sourceIp'> & { caller: KnownKey }

export const letIn = async (
  { presence, put, tokens, usage, now }: LoginDeps,
  { caller, ...request }: Request,
  { userId, username, displayName }: Pick<UserProfile, 'userId' | 'username' | 'displayName'>,
  method: string,
) => {
  const { project, keyId } = caller
  const { projectId } = project
  const at = now()
  await presence.noteLogin(projectId, userId, at)
  if (project.ingest) {
    const event = { name: 'login', activity: true as const, userId, ts: at, props: { method } }
    const groups = [{ client: looseClient(caller, request, undefined), events: [event] }]
    await put({ project, request, sentAt: undefined, groups })
  }
  await usage.count(projectId, keyId, { events: 1 })
  return {
    success: true as const,
    user: { id: userId, username, displayName, lastLoginAt: new Date(at).toISOString() },
    token: await tokens.sign({ projectId, userId, username, loggedInAt: at }),
    expiresIn: USER_TOKEN_SECONDS,
  }
}
