// GET /api/v1/analytics/apps/{projectId}/overview: totals, the most frequent events, and key figures.
import { rangeOfDates } from '../../../core/analytics/documents/dates.ts'
import type { Figures } from '../../../core/analytics/figures.ts'
import { events } from '../../../core/analytics/questions/events.ts'
import { overview } from '../../../core/analytics/questions/overview.ts'
import { showAppOverview as operation } from '../../../core/api/analytics-document-operations.ts'
import { ANALYTICS_ROWS_MAX } from '../../../core/limits.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { stores } from './stores.ts'
import { EVERYTHING, told } from './told.ts'

/** Events that are told by name. */
const TOP = 10

type Named = { name: string; count: number; visitors: number; sessions: number }

export const showAppOverview = (deps: AnswerDeps) => {
  const answer = answerQuestion(deps)
  return async ({ caller, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const asked = { ...rangeOfDates(query), ...EVERYTHING }
    const whole = await answer(projectId, overview, { ...overview.params.parse({}), ...asked })
    const named = await answer(
      projectId,
      events,
      events.params.parse({ ...asked, limit: ANALYTICS_ROWS_MAX }),
    )
    const known = await answer(projectId, overview, {
      ...overview.params.parse({}),
      ...asked,
      filter: { dimension: 'identified', op: 'is', value: true },
    })
    const figures = whole.rows[0] as Figures
    const rows = named.rows as Named[]
    return told(
      {
        appId: projectId,
        totals: {
          events: figures.events,
          users: figures.visitors,
          sessions: figures.sessions,
          eventTypes: rows.length,
        },
        topEvents: rows.slice(0, TOP).map(({ name, count, visitors, sessions }) => ({
          eventType: name,
          totalEvents: count,
          uniqueUsers: visitors,
          uniqueSessions: sessions,
        })),
        kpis: {
          pageViews: figures.views,
          bounceRate: figures.bounceRate,
          averageSessionDuration: figures.durationMs === null ? null : figures.durationMs / 1000,
          viewsPerSession: figures.viewsPerSession,
          eventsPerSession: figures.eventsPerSession,
          identifiedUsers: (known.rows[0] as Figures).visitors,
        },
      },
      whole,
      named,
      known,
    )
  }
}

export const showAppOverviewRoute = route(operation, showAppOverview(stores))
