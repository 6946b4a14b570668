// The named limits: how often something may be asked. A stage may change each, a project some for itself.
import * as z from 'zod'
import type { ProjectLimits } from '../projects/project-limits.ts'

/** So many within a window that begins with the first. */
export type WindowPolicy = { name: string; limit: number; windowSeconds: number }

/** So many a second in the long run, and as many as the bucket holds at once. */
export type BucketPolicy = { name: string; perSecond: number; burst: number }

export type Policy = WindowPolicy | BucketPolicy

export type Policies = {
  /** Requests of one member or one secret key. */
  api: WindowPolicy
  /** Requests of one address to everything but the ingest. */
  ip: WindowPolicy
  /** Requests of one address to the ingest: an office shares an address. */
  'ip-ingest': WindowPolicy
  /** Tries to prove who one is, from one address. */
  auth: WindowPolicy
  /** Presence look-ups of one caller. */
  presence: WindowPolicy
  /** Events of one project. */
  ingest: BucketPolicy
}

export const POLICIES: Policies = {
  api: { name: 'api', limit: 100, windowSeconds: 60 },
  ip: { name: 'ip', limit: 300, windowSeconds: 60 },
  'ip-ingest': { name: 'ip-ingest', limit: 6_000, windowSeconds: 60 },
  auth: { name: 'auth', limit: 10, windowSeconds: 15 * 60 },
  presence: { name: 'presence', limit: 10, windowSeconds: 60 },
  ingest: { name: 'ingest', perSecond: 1_000, burst: 10_000 },
}

const windowSchema = z.strictObject({
  limit: z.number().int().min(1).max(10_000_000),
  windowSeconds: z.number().int().min(1).max(86_400),
})

/** What a stage may set. */
export const limitSettingsSchema = z.strictObject({
  api: windowSchema.optional(),
  ip: windowSchema.optional(),
  'ip-ingest': windowSchema.optional(),
  auth: windowSchema.optional(),
  presence: windowSchema.optional(),
  ingest: z
    .strictObject({
      perSecond: z.number().int().min(1).max(10_000_000),
      burst: z.number().int().min(1).max(100_000_000),
    })
    .optional(),
})

export type LimitSettings = z.infer<typeof limitSettingsSchema>

export const policiesWith = (
  settings: LimitSettings | ProjectLimits,
  base: Policies = POLICIES,
): Policies => {
  const { api, ingest, presence } = settings
  const stage: LimitSettings = settings
  return {
    api: { ...base.api, ...api },
    ip: { ...base.ip, ...stage.ip },
    'ip-ingest': { ...base['ip-ingest'], ...stage['ip-ingest'] },
    auth: { ...base.auth, ...stage.auth },
    presence: { ...base.presence, ...presence },
    ingest: { ...base.ingest, ...ingest },
  }
}

export const isBucket = (policy: Policy): policy is BucketPolicy => 'burst' in policy

/** The most that may be asked at once. */
export const capacityOf = (policy: Policy): number => (isBucket(policy) ? policy.burst : policy.limit)

/** Seconds in which that much comes back. */
export const windowOf = (policy: Policy): number =>
  isBucket(policy) ? Math.ceil(policy.burst / policy.perSecond) : policy.windowSeconds
