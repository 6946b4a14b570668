// GET /api/v1/analytics/users/{userId}: what is known of a user by its events.
import { recentEvents, recentSessions, userTotals } from '../../../core/analytics/documents/user-analytics.ts'
import { showUserAnalytics as operation } from '../../../core/api/analytics-document-operations.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { stores } from './stores.ts'
import { EVERYTHING, told } from './told.ts'

const DAY_MS = 86_400_000

export const showUserAnalytics = (deps: AnswerDeps) => {
  const answer = answerQuestion(deps)
  return async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, retention } = caller
    const today = Math.floor(deps.now() / DAY_MS) * DAY_MS
    const asked = {
      from: Math.max(0, today - retention.eventDays * DAY_MS),
      filter: { dimension: 'person', op: 'is' as const, value: params.userId },
      ...EVERYTHING,
    }
    const totals = await answer(projectId, userTotals, asked)
    const events = await answer(projectId, recentEvents, asked)
    const sessions = await answer(projectId, recentSessions, asked)
    const { userId } = params
    return told(
      { userId, ...totals.rows[0], recentEvents: events.rows, sessions: sessions.rows },
      totals,
      events,
      sessions,
    )
  }
}

export const showUserAnalyticsRoute = route(operation, showUserAnalytics(stores))
