// POST /api/v1/analytics/{question}: the answer to a question of the registry.
import type { Answer } from '../../../core/analytics/answer.ts'
import { namesSomebody } from '../../../core/analytics/dimensions.ts'
import type { Question } from '../../../core/analytics/question.ts'
import { questionNamed } from '../../../core/analytics/questions.ts'
import { askQuestion as operation } from '../../../core/api/analytics-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { checkMay } from '../../../core/projects/check-may.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { validate } from '../../runtime/http/validate.ts'
import { type AnswerDeps, answerQuestion } from './answer-question.ts'
import { stores } from './stores.ts'
import { cacheHeaders } from './told.ts'

export const askQuestion = (deps: AnswerDeps) => {
  const answer = answerQuestion(deps)
  return async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const question = questionNamed(params.question)
    if (!question) throw new AppError('question-not-found', 404, 'There is no such question.')
    if (namesSomebody(body)) checkMay(caller.may, 'personal')
    const answered = await answer(caller.projectId, question, validate('body', question.params, body))
    const shown = caller.may.personal ? answered : withoutPeople(question, answered)
    return { status: 200, body: shown, headers: cacheHeaders(answered.cache) }
  }
}

const withoutPeople = ({ withoutPerson }: Question, answered: Answer): Answer => {
  if (!withoutPerson) return answered
  const hidden = (rows: Answer['rows']) => rows.map((row) => withoutPerson(row) as typeof row)
  const { compared } = answered
  return {
    ...answered,
    rows: hidden(answered.rows),
    compared: compared && { ...compared, rows: hidden(compared.rows) },
  }
}

export const askQuestionRoute = route(operation, askQuestion(stores))
