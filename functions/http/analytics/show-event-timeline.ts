// GET /api/v1/analytics/events/timeline: events over time.
import { rangeOfDates } from '../../../core/analytics/documents/dates.ts'
import { eventTimeline } from '../../../core/analytics/documents/event-timeline.ts'
import { showEventTimeline as operation } from '../../../core/api/analytics-document-operations.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { stores } from './stores.ts'
import { EVERYTHING, ofType, told } from './told.ts'

export const showEventTimeline = (deps: AnswerDeps) => {
  const answer = answerQuestion(deps)
  return async ({ caller, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { interval } = query
    const params = { ...rangeOfDates(query), ...ofType(query.eventType), ...EVERYTHING, interval }
    const found = await answer(caller.projectId, eventTimeline, params)
    return told({ interval, timeZone: found.range.timeZone, timeline: found.rows }, found)
  }
}

export const showEventTimelineRoute = route(operation, showEventTimeline(stores))
