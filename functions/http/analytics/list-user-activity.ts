// GET /api/v1/admin/analytics/user-activity: what users did, the newest first.
import { rangeOfDates } from '../../../core/analytics/documents/dates.ts'
import { type ActivityRow, userActivity } from '../../../core/analytics/documents/user-activity.ts'
import { listUserActivity as operation } from '../../../core/api/analytics-document-operations.ts'
import { toldId } from '../../../core/users/user-id.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { type Stores, stores } from './stores.ts'
import { EVERYTHING, told } from './told.ts'

type Deps = AnswerDeps & Pick<Stores, 'profiles'>

/** Profiles read at once. */
const READ_MAX = 100

export const listUserActivity = (deps: Deps) => {
  const answer = answerQuestion(deps)

  const profilesOf = async (projectId: string, userIds: string[]) => {
    const found = new Map<string, { username: string | null; userIdType: 'string' | 'number' }>()
    for (let at = 0; at < userIds.length; at += READ_MAX) {
      const some = await deps.profiles.findMany(projectId, userIds.slice(at, at + READ_MAX))
      for (const [userId, profile] of some) found.set(userId, profile)
    }
    return found
  }

  return async ({ caller, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const { userId, action, limit, offset } = query
    const params = { ...rangeOfDates(query), ...EVERYTHING, userId, action, limit, offset }
    const found = await answer(projectId, userActivity, params)
    const rows = found.rows as ActivityRow[]
    const page = rows.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }]))
    const profiles = await profilesOf(projectId, [...new Set(page.flatMap((row) => row.userId ?? []))])
    const activities = page.map(({ id, userId, action, targetType, targetId, ts, props }) => {
      const profile = userId === null ? undefined : profiles.get(userId)
      const metadata = JSON.parse(props) as Record<string, unknown>
      return {
        id,
        userId: userId === null ? null : toldId(userId, profile?.userIdType),
        // Of a user without a profile its activity may say it.
        username:
          profile?.username ?? (typeof metadata['username'] === 'string' ? metadata['username'] : null),
        action,
        targetType,
        targetId,
        timestamp: new Date(ts).toISOString(),
        metadata,
      }
    })
    return told({ total: rows[0]?.total ?? 0, activities }, found)
  }
}

export const listUserActivityRoute = route(operation, listUserActivity(stores))
