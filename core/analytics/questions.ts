// Every question, by its name: what is not here cannot be asked.
import type { Question } from './question.ts'
import { behind } from './questions/behind.ts'
import { breakdown } from './questions/breakdown.ts'
import { conversion } from './questions/conversion.ts'
import { engagement } from './questions/engagement.ts'
import { errors } from './questions/errors.ts'
import { events } from './questions/events.ts'
import { experiments } from './questions/experiments.ts'
import { frustration } from './questions/frustration.ts'
import { funnel } from './questions/funnel.ts'
import { journeys } from './questions/journeys.ts'
import { overview } from './questions/overview.ts'
import { people } from './questions/people.ts'
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
  engagement,
  conversion,
  people,
  behind,
  experiments,
]

export const questionNamed = (name: string): Question | undefined =>
  questions.find((question) => question.name === name)
