// Every question, by its name: what is not here cannot be asked.
import type { Question } from './question.ts'
import { breakdown } from './questions/breakdown.ts'
import { events } from './questions/events.ts'
import { funnel } from './questions/funnel.ts'
import { journeys } from './questions/journeys.ts'
import { overview } from './questions/overview.ts'
import { retention } from './questions/retention.ts'
import { timeline } from './questions/timeline.ts'

export const questions: Question[] = [
  //
  overview,
  timeline,
  breakdown,
  events,
  funnel,
  retention,
  journeys,
]

export const questionNamed = (name: string): Question | undefined =>
  questions.find((question) => question.name === name)
