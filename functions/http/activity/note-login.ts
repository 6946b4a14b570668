// POST /api/v1/logins: a user has logged in at the site's own server.
import { clientOf, toldOf } from '../../../core/activity/activity.ts'
import { noteLogin as operation } from '../../../core/api/activity-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { correctTime } from '../../../core/ingest/correct-clock.ts'
import type { Project } from '../../../core/projects/project.ts'
import { textOfId, toldId, typeOfId } from '../../../core/users/user-id.ts'
import { refuseErased } from '../../gate/refuse-erased.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { clientFacts } from '../../runtime/http/client-facts.ts'
import type { PutLoose } from '../../runtime/http/put-loose.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { PresenceStore } from '../../stores/presence.ts'
import type { SuppressionStore } from '../../stores/suppressions.ts'
import type { UsageMeter } from '../../stores/usage.ts'
import type { ProfileStore } from '../../stores/user-profiles.ts'

type Deps = {
  put: PutLoose
  projects: { find(projectId: string): Promise<Project | undefined> }
  profiles: Pick<ProfileStore, 'find' | 'put'>
  presence: Pick<PresenceStore, 'noteLogin' | 'nameIs'>
  suppressions: Pick<SuppressionStore, 'among'>
  usage: Pick<UsageMeter, 'count'>
  now: () => number
}

export const noteLogin =
  (deps: Deps) =>
  async ({ caller, body, headers, sourceIp }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, keyId } = caller
    const project = await deps.projects.find(projectId)
    if (!project) throw new AppError('project-not-found', 404, 'There is no such project.')
    const userId = textOfId(body.userId)
    await refuseErased(deps.suppressions, projectId, userId)
    const profile = await named(deps.profiles, projectId, userId, body)
    const receivedAt = deps.now()
    const at = correctTime(body.timestamp ?? receivedAt, receivedAt, receivedAt)
    // What the profile shows, then what the log keeps: a request that failed is sent again, and both bear that.
    await deps.presence.noteLogin(projectId, userId, at)
    if (body.username !== undefined) await deps.presence.nameIs(projectId, userId, body.username)
    if (project.ingest) {
      const { id, method, device, metadata } = body
      const event = {
        name: 'login',
        activity: true as const,
        userId,
        ts: at,
        props: { ...metadata, method, ...(device !== undefined && { device }) },
        ...(id !== undefined && { eventId: id }),
      }
      const told = toldOf(body)
      const facts = clientFacts({ 'user-agent': told.userAgent ?? '' }, told.ip ?? '', project.fullAddresses)
      const groups = [{ client: clientOf(facts, told), events: [event] }]
      await deps.put({ project, request: { headers, sourceIp }, sentAt: undefined, groups })
    }
    await deps.usage.count(projectId, keyId, { events: 1 })
    return created({
      success: true,
      data: {
        userId: toldId(userId, profile?.userIdType ?? typeOfId(body.userId)),
        username: profile?.username ?? null,
        lastLoginAt: new Date(at).toISOString(),
      },
    })
  }

/** Only where the login says something of the user: most say what is known. */
const named = async (
  profiles: Deps['profiles'],
  projectId: string,
  userId: string,
  { userId: given, username }: { userId: string | number; username?: string | undefined },
) => {
  if (username === undefined && typeof given === 'string') return profiles.find(projectId, userId)
  const saved = await profiles.put(projectId, userId, {
    ...(username !== undefined && { username }),
    ...(typeof given === 'number' && { userIdType: 'number' as const }),
  })
  if (saved === 'username-taken') throw new AppError('username-taken', 409, 'Another user has this username.')
  return saved
}

export const noteLoginRoute = (deps: Deps): Route => route(operation, noteLogin(deps))
