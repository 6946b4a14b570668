// Answers of the routes whose shapes older clients know: the data below `data`, and whether it was counted anew.
import type { Answer } from '../../../core/analytics/answer.ts'
import type { Filter } from '../../../core/analytics/filter.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'

export const told = (data: unknown, ...from: Answer[]): HttpAnswer => ({
  status: 200,
  body: { success: true, data },
  headers: { 'x-cache': from.every(({ cache }) => cache === 'hit') ? 'hit' : 'miss' },
})

/** All that came counts, as it did for them. */
export const EVERYTHING = { bots: 'include' } as const

export const ofType = (eventType: string | undefined): { filter?: Filter } =>
  eventType === undefined ? {} : { filter: { dimension: 'name', op: 'is', value: eventType } }
