// GET /api/v1/admin/analytics/user-sessions: how many sessions, how long, at which hours, and how many users today.
import { rangeOfDates } from '../../../core/analytics/documents/dates.ts'
import { userSessions } from '../../../core/analytics/documents/user-sessions.ts'
import type { Figures } from '../../../core/analytics/figures.ts'
import { overview } from '../../../core/analytics/questions/overview.ts'
import { showUserSessions as operation } from '../../../core/api/analytics-document-operations.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { stores } from './stores.ts'
import { EVERYTHING, told } from './told.ts'

type Hour = { hour: number; sessions: number; durationMs: number }

export const showUserSessions = (deps: AnswerDeps) => {
  const answer = answerQuestion(deps)
  return async ({ caller, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const found = await answer(projectId, userSessions, { ...rangeOfDates(query), ...EVERYTHING })
    const today = await answer(projectId, overview, {
      ...overview.params.parse({ period: 'today' }),
      ...EVERYTHING,
      filter: { dimension: 'identified', op: 'is', value: true },
    })
    const hours = found.rows as Hour[]
    const total = hours.reduce((sum, { sessions }) => sum + sessions, 0)
    const seconds = hours.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000
    return told(
      {
        totalSessions: total,
        averageSessionDuration: total === 0 ? 0 : Math.round(seconds / total),
        activeUsersToday: (today.rows[0] as Figures).visitors,
        topHours: hours.map(({ hour, sessions }) => ({ hour, sessions })),
      },
      found,
      today,
    )
  }
}

export const showUserSessionsRoute = route(operation, showUserSessions(stores))
