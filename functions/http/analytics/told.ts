// Answers of the routes whose shapes older clients know: the data below `data`, and whether it was counted anew.
import type { Answer } from '../../../core/analytics/answer.ts'
import type { Filter } from '../../../core/analytics/filter.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'

export const told = (data: unknown, ...from: Answer[]): HttpAnswer => ({
  status: 200,
  body: { success: true, data },
  headers: cacheHeaders(from.every(({ cache }) => cache === 'hit') ? 'hit' : 'miss'),
})

/** By two names: the edge puts what it did itself into `x-cache`. */
export const cacheHeaders = (cache: Answer['cache']): Record<string, string> => ({
  'x-cache': cache,
  'cache-status': cache === 'hit' ? 'playhead; hit' : 'playhead; fwd=miss',
})

/** All that came counts, as it did for them. */
export const EVERYTHING = { bots: 'include' } as const

export const ofType = (eventType: string | undefined): { filter?: Filter } =>
  eventType === undefined ? {} : { filter: { dimension: 'name', op: 'is', value: eventType } }
