// The limits of a project as its form has them: as texts, of which an empty one leaves it to the stage.
import type { ProjectLimits } from '../../../../core/projects/project-limits.ts'
import { boundsSentence, readWhole } from './whole-number.ts'

export const LIMIT_FIELDS = ['perSecond', 'burst', 'requests', 'seconds'] as const

export type LimitField = (typeof LIMIT_FIELDS)[number]
export type LimitTexts = Record<LimitField, string>

const BOUNDS: Record<LimitField, { min: number; max: number }> = {
  perSecond: { min: 1, max: 1_000_000 },
  burst: { min: 1, max: 10_000_000 },
  requests: { min: 1, max: 1_000_000 },
  seconds: { min: 1, max: 86_400 },
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
