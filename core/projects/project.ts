// A project: a site or app whose visits are recorded, with its own keys, settings and data.
import * as z from 'zod'
import { ASSET_DEFAULTS, assetSettingsSchema } from '../assets/asset-hosts.ts'
import {
  EVENT_RETENTION_DAYS,
  REPLAY_RETENTION_DAYS,
  RETENTION_MAX_DAYS,
  SESSION_IDLE_MINUTES,
  SESSION_IDLE_MS,
} from '../limits.ts'
import { organisationIdSchema } from '../organisations/organisation.ts'
import { roleSchema } from '../organisations/role.ts'
import { projectLimitsSchema } from '../rate-limits/policies.ts'
import { ACCESS_DEFAULTS, accessSchema } from './access.ts'
import { originPatternSchema } from './origin.ts'
import {
  maskingSchema,
  RECORDING_DEFAULTS,
  recordingSchema,
  SCREENSHOT_DEFAULTS,
  screenshotsSchema,
} from './page-settings.ts'
import { projectIdSchema } from './project-id.ts'
import { timeZoneSchema } from './time-zone.ts'
import { NO_USER_LOGINS, userLoginsSchema } from './user-logins.ts'

const nameSchema = z.string().trim().min(1).max(80)
const originsSchema = z.array(originPatternSchema).max(50)
const days = z.number().int().min(1).max(RETENTION_MAX_DAYS)

const retentionSchema = z.strictObject({
  /** Recordings and screenshots. */
  replayDays: days,
  /** Events and activity, and the sessions and people they tell of. */
  eventDays: days,
})

const idleMinutesSchema = z.number().int().min(SESSION_IDLE_MINUTES.min).max(SESSION_IDLE_MINUTES.max)
const IDLE_MINUTES = SESSION_IDLE_MS / 60_000

/** What a project's members may set, beside its name. */
const settingsSchema = z.object({
  /** Origins whose pages may send events with a publishable key. `*` stands for any one host label. */
  origins: originsSchema,
  /** IANA name: days and hours of reports are this zone's. */
  timeZone: timeZoneSchema,
  retention: retentionSchema,
  masking: maskingSchema,
  recording: recordingSchema,
  screenshots: screenshotsSchema,
  /** What pages show from other files: whether it is kept, and from where. */
  assets: assetSettingsSchema,
  /** What viewers and analysts see. */
  access: accessSchema,
  /** Minutes without an event after which a session is over. */
  sessionIdleMinutes: idleMinutesSchema,
  /** Keep the addresses of visitors whole instead of their network alone. */
  fullAddresses: z.boolean(),
  /** Off: batches are acknowledged and thrown away. */
  ingest: z.boolean(),
  /** Whether the site's users may have accounts here. */
  userLogins: userLoginsSchema,
  /** Where the project's limits differ from those of the stage. */
  limits: projectLimitsSchema,
})

export const projectSchema = settingsSchema.extend({
  /** Projects that were made before it could be set have none. */
  sessionIdleMinutes: idleMinutesSchema.default(IDLE_MINUTES),
  recording: recordingSchema.default(RECORDING_DEFAULTS),
  screenshots: screenshotsSchema.default(SCREENSHOT_DEFAULTS),
  assets: assetSettingsSchema.default(ASSET_DEFAULTS),
  access: accessSchema.default(ACCESS_DEFAULTS),
  userLogins: userLoginsSchema.default(NO_USER_LOGINS),
  projectId: projectIdSchema,
  organisationId: organisationIdSchema,
  name: nameSchema,
  createdAt: z.number().int(),
})

export const PROJECT_DEFAULTS: z.infer<typeof settingsSchema> = {
  origins: [],
  timeZone: 'UTC',
  retention: { replayDays: REPLAY_RETENTION_DAYS, eventDays: EVENT_RETENTION_DAYS },
  masking: { inputs: true, text: false },
  recording: RECORDING_DEFAULTS,
  screenshots: SCREENSHOT_DEFAULTS,
  assets: ASSET_DEFAULTS,
  access: ACCESS_DEFAULTS,
  sessionIdleMinutes: IDLE_MINUTES,
  fullAddresses: false,
  ingest: true,
  userLogins: NO_USER_LOGINS,
  limits: {},
}

export const createProjectSchema = z.strictObject({
  name: nameSchema,
  origins: originsSchema,
  /** Needed unless the member belongs to exactly one. */
  organisationId: organisationIdSchema.optional(),
  timeZone: timeZoneSchema.optional(),
})

export const updateProjectSchema = z
  .strictObject({ name: nameSchema, ...settingsSchema.shape })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: 'names nothing to change' })

/** A project as one of its members sees it. */
export const memberProjectSchema = projectSchema.extend({
  role: roleSchema,
  /** The newest publishable key that works; null when there is none. */
  publishableKey: z.string().nullable(),
})

/** Answer of `GET /api/v1/projects`, oldest first. */
export const projectListSchema = z.object({ projects: z.array(memberProjectSchema) })
export const projectAnswerSchema = z.object({ project: memberProjectSchema })
/** Answer of `POST /api/v1/projects` (201): the only time that the secret key is shown. */
export const createdProjectSchema = z.object({ project: memberProjectSchema, secretKey: z.string() })

export type Project = z.infer<typeof projectSchema>
export type MemberProject = z.infer<typeof memberProjectSchema>
export type CreateProject = z.infer<typeof createProjectSchema>
export type UpdateProject = z.infer<typeof updateProjectSchema>
export type ProjectList = z.infer<typeof projectListSchema>
export type CreatedProject = z.infer<typeof createdProjectSchema>
