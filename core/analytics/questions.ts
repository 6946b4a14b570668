// Every question, by its name: what is not here cannot be asked.
import type { Question } from './question.ts'
import { breakdown } from './questions/breakdown.ts'
import { errors } from './questions/errors.ts'
import { events } from './questions/events.ts'
import { frustration } from './questions/frustration.ts'
import { funnel } from './questions/funnel.ts'
import { journeys } from './questions/journeys.ts'
import { overview } from './questions/overview.ts'
import { retention } from './questions/retention.ts'
import { timeline } from './questions/timeline.ts'
import { vitals } from './questions/vitals.ts'

export const questions: Question[] = [
  //
  overview,
  timeline,
  breakdown,
  events,
  funnel,
  retention,
  journeys,
  errors,
  vitals,
  frustration,
]

export const questionNamed = (name: string): Question | undefined =>
  questions.find((question) => question.name === name)
