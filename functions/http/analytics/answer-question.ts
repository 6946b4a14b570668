// A question with its parameters becomes an answer: from what was computed before, or from the engine.
import type { Answer } from '../../../core/analytics/answer.ts'
import { daysOf } from '../../../core/analytics/engine.ts'
import type { CommonParams, Question } from '../../../core/analytics/question.ts'
import { comparedTo, type Range, resolveRange } from '../../../core/analytics/range.ts'
import { AppError } from '../../../core/errors.ts'
import { keptAnswer } from './kept-answer.ts'
import type { Stores } from './stores.ts'

export type AnswerDeps = Pick<Stores, 'engine' | 'answers' | 'erasures' | 'projects' | 'now'>

type Computed = Omit<Answer, 'cache'>

export const answerQuestion = (deps: AnswerDeps) => {
  const { engine, projects, now } = deps
  const kept = keptAnswer(deps)

  const rowsOf = async (question: Question, projectId: string, params: CommonParams, range: Range) => {
    const asking = { params, range }
    const statement = question.statement(asking)
    const { rows, asOf } = await (await engine()).ask(daysOf(projectId, range, statement), statement)
    return { rows: question.rows ? question.rows(rows, asking) : rows.map(inCamelCase), asOf }
  }

  const compute = async (
    question: Question,
    projectId: string,
    params: CommonParams,
    [range, before]: [Range, Range | undefined],
  ): Promise<Computed> => {
    const found = await rowsOf(question, projectId, params, range)
    const compared = before && (await rowsOf(question, projectId, params, before))
    return {
      question: question.name,
      range: said(range),
      rows: found.rows as Computed['rows'],
      compared: before && compared ? { range: said(before), rows: compared.rows as Computed['rows'] } : null,
      computedAt: now(),
      freshAsOf: found.asOf,
    }
  }

  return async (projectId: string, question: Question, params: CommonParams): Promise<Answer> => {
    const project = await projects.find(projectId)
    if (!project) throw new AppError('project-not-found', 404, 'There is no such project.')
    const range = resolveRange(params, {
      now: now(),
      timeZone: project.timeZone,
      keepDays: project.retention.eventDays,
    })
    const before = comparedTo(range, params.compare ?? 'none')
    const { answer, cache } = await kept(
      projectId,
      { question: question.name, params, range, before },
      question.openTtlSeconds,
      () => compute(question, projectId, params, [range, before]),
    )
    return { ...answer, cache }
  }
}

const said = ({ from, to, timeZone }: Range) => ({ from, to, timeZone })

const inCamelCase = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
