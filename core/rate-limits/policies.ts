// The named rate limits: their defaults, and how a stage and a project may change them.
import * as z from 'zod'
import {
  API_LIMIT,
  AUTH_LIMIT,
  BATCH_MAX_EVENTS,
  ERASURE_LIMIT,
  INGEST_LIMIT,
  IP_INGEST_LIMIT,
  IP_LIMIT,
  LIMIT_MAX,
  PRESENCE_LIMIT,
} from '../limits.ts'

const upTo = (max: number) => z.number().int().min(1).max(max)

const windowSchema = z.strictObject({
  /** Requests that a window admits. */
  limit: upTo(LIMIT_MAX.limit),
  /** Seconds from the first request to the window's end. */
  windowSeconds: upTo(LIMIT_MAX.windowSeconds),
})

const bucketSchema = z.strictObject({
  perSecond: upTo(LIMIT_MAX.perSecond),
  /** At least one batch, or a full one could never come in. */
  burst: upTo(LIMIT_MAX.burst).min(BATCH_MAX_EVENTS),
})

export type WindowPolicy = z.infer<typeof windowSchema> & { name: string }
export type BucketPolicy = z.infer<typeof bucketSchema> & { name: string }
export type Policy = WindowPolicy | BucketPolicy

/** What a stage may say of any limit: a part of it, or nothing. */
export const limitSettingsSchema = z.strictObject({
  api: windowSchema.partial().optional(),
  ip: windowSchema.partial().optional(),
  'ip-ingest': windowSchema.partial().optional(),
  auth: windowSchema.partial().optional(),
  presence: windowSchema.partial().optional(),
  erasure: windowSchema.partial().optional(),
  ingest: bucketSchema.partial().optional(),
})

/** What a project may say: only of limits that are counted for it alone. */
export const projectLimitsSchema = limitSettingsSchema.pick({ api: true, ingest: true, presence: true })

export type LimitSettings = z.infer<typeof limitSettingsSchema>
export type ProjectLimits = z.infer<typeof projectLimitsSchema>

const DEFAULTS = {
  api: { name: 'api', ...API_LIMIT },
  ip: { name: 'ip', ...IP_LIMIT },
  'ip-ingest': { name: 'ip-ingest', ...IP_INGEST_LIMIT },
  auth: { name: 'auth', ...AUTH_LIMIT },
  presence: { name: 'presence', ...PRESENCE_LIMIT },
  erasure: { name: 'erasure', ...ERASURE_LIMIT },
  ingest: { name: 'ingest', ...INGEST_LIMIT },
} satisfies Record<string, Policy>

export type Policies = typeof DEFAULTS

/** The defaults as the stage, then the project change them; the last word counts. */
export const policiesWith = (...overrides: readonly (LimitSettings | undefined)[]): Policies =>
  overrides.reduce<Policies>(
    (policies, changed) => ({
      api: { ...policies.api, ...changed?.api },
      ip: { ...policies.ip, ...changed?.ip },
      'ip-ingest': { ...policies['ip-ingest'], ...changed?.['ip-ingest'] },
      auth: { ...policies.auth, ...changed?.auth },
      presence: { ...policies.presence, ...changed?.presence },
      erasure: { ...policies.erasure, ...changed?.erasure },
      ingest: { ...policies.ingest, ...changed?.ingest },
    }),
    DEFAULTS,
  )
