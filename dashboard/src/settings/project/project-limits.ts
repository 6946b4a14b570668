// The limits of a project as its form has them: as texts, of which an empty one leaves it to the stage.
import { BATCH_MAX_EVENTS, LIMIT_MAX } from '../../../../core/limits.ts'
import type { ProjectLimits } from '../../../../core/rate-limits/policies.ts'
import { boundsSentence, readWhole } from './whole-number.ts'

export const LIMIT_FIELDS = ['perSecond', 'burst', 'requests', 'seconds'] as const

export type LimitField = (typeof LIMIT_FIELDS)[number]
export type LimitTexts = Record<LimitField, string>

const BOUNDS: Record<LimitField, { min: number; max: number }> = {
  perSecond: { min: 1, max: LIMIT_MAX.perSecond },
  // At least one batch, or a full one could never come in.
  burst: { min: BATCH_MAX_EVENTS, max: LIMIT_MAX.burst },
  requests: { min: 1, max: LIMIT_MAX.limit },
  seconds: { min: 1, max: LIMIT_MAX.windowSeconds },
}

/** Each is nothing without the other. */
const OTHER: Record<LimitField, LimitField> = {
  perSecond: 'burst',
  burst: 'perSecond',
  requests: 'seconds',
  seconds: 'requests',
}

export const limitTexts = ({ ingest, api }: ProjectLimits): LimitTexts => ({
  perSecond: String(ingest?.perSecond ?? ''),
  burst: String(ingest?.burst ?? ''),
  requests: String(api?.limit ?? ''),
  seconds: String(api?.windowSeconds ?? ''),
})

export const limitComplaint = (texts: LimitTexts, field: LimitField): string | undefined => {
  const value = readWhole(texts[field], BOUNDS[field])
  if (value === null) return boundsSentence(BOUNDS[field])
  if (value === undefined && texts[OTHER[field]].trim() !== '') return 'Fill in both, or neither.'
  return undefined
}

/** Null while something is wrong. What this form does not show stays as it is. */
export const readLimits = (texts: LimitTexts, stored: ProjectLimits): ProjectLimits | null => {
  if (LIMIT_FIELDS.some((field) => limitComplaint(texts, field) !== undefined)) return null
  const value = (field: LimitField) => readWhole(texts[field], BOUNDS[field])
  const [perSecond, burst, limit, windowSeconds] = LIMIT_FIELDS.map(value)
  return {
    ...(stored.presence && { presence: stored.presence }),
    ...(perSecond && burst && { ingest: { perSecond, burst } }),
    ...(limit && windowSeconds && { api: { limit, windowSeconds } }),
  }
}
