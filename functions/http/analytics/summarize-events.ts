// GET /api/v1/analytics/events/summary: events by type.
import { rangeOfDates } from '../../../core/analytics/documents/dates.ts'
import { eventSummary } from '../../../core/analytics/documents/event-summary.ts'
import { summarizeEvents as operation } from '../../../core/api/analytics-document-operations.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { stores } from './stores.ts'
import { EVERYTHING, ofType, told } from './told.ts'

export const summarizeEvents = (deps: AnswerDeps) => {
  const answer = answerQuestion(deps)
  return async ({ caller, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const params = { ...rangeOfDates(query), ...ofType(query.eventType), ...EVERYTHING }
    const found = await answer(caller.projectId, eventSummary, params)
    return told(found.rows[0], found)
  }
}

export const summarizeEventsRoute = route(operation, summarizeEvents(stores))
