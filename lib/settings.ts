// What may differ from stage to stage, with its defaults, checked before anything is synthesized.
import * as z from 'zod'
import { EVENT_RETENTION_DAYS, REPLAY_RETENTION_DAYS, RETENTION_MAX_DAYS } from '../core/limits.ts'
import { limitSettingsSchema } from '../core/rate-limits/policies.ts'

/** The retentions that CloudWatch Logs knows, in days. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const

const hostName = z
  .string()
  .regex(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'must be a host name such as playhead.example.com',
  )

/** What a project may ask for. */
const projectDays = z.number().int().min(1).max(RETENTION_MAX_DAYS)

const days = z.number().int().min(1).max(3_650)

/** Seconds that Lambda may gather records before it calls a consumer: the service allows 0 to 300. */
const batchingWindow = z.number().int().min(0).max(300)

/** Requests: AWS WAF takes 10 to 2,000,000,000, and ours must stay above the named limits of the API. */
const ownFirewall = z.strictObject({ requestsPerMinute: z.number().int().min(10).max(2_000_000_000) })

const foreignFirewall = z.strictObject({
  webAclArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/,
      'must be the ARN of a web ACL for CloudFront',
    ),
})

const stageSchema = z
  .strictObject({
    /** Delete tables and buckets with the stack. Never for a stage whose data matters. */
    removeDataWithStack: z.boolean().default(false),
    logRetentionDays: z
      .number()
      .refine((value) => (LOG_RETENTION_DAYS as readonly number[]).includes(value), {
        message: `must be one of ${LOG_RETENTION_DAYS.join(', ')}`,
      })
      .default(30),
    retention: z
      .strictObject({
        /** What new projects begin with: events, and the sessions and people they tell of. */
        eventDays: projectDays.default(EVENT_RETENTION_DAYS),
        /** What new projects begin with: recordings and screenshots. */
        replayDays: projectDays.default(REPLAY_RETENTION_DAYS),
        /** How long a record that could not be read waits for its fix. */
        quarantineDays: days.default(30),
      })
      .prefault({}),
    /** On-demand unless a shard count is given; a steady load is cheaper provisioned. */
    stream: z
      .strictObject({
        shards: z.number().int().min(1).max(500).optional(),
        retentionHours: z.number().int().min(24).max(8_760).default(24),
      })
      .prefault({}),
    /** Fewer and larger writes are what the bill is made of, so production may wait longer. */
    consumers: z
      .strictObject({
        rollUpSeconds: batchingWindow.default(2),
        storeSeconds: batchingWindow.default(60),
        archiveSeconds: batchingWindow.default(60),
      })
      .prefault({}),
    /** The web ACL before dashboard and API: one of the stack's own (in us-east-1 only), another one, or none. */
    firewall: z
      .union([ownFirewall, foreignFirewall, z.literal(false)], {
        error:
          'must be { requestsPerMinute: 10 or more }, { webAclArn: the ARN of a web ACL for CloudFront } or false',
      })
      .default({ requestsPerMinute: 12_000 }),
    /** Where the named limits on requests differ from their defaults, see core/rate-limits/policies.ts. */
    limits: limitSettingsSchema.default({}),
    /** Origins beside the dashboard's own whose pages may call the API with a token. */
    corsOrigins: z
      .array(
        z
          .string()
          .regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'must be an origin such as https://tools.example'),
      )
      .default([]),
    /** Who may become a member beside those who were invited. */
    registration: z
      .strictObject({
        /** May anybody register? */
        open: z.boolean().default(false),
        /** `false` takes any address at its word, an invited one too: for trying out among people one trusts. */
        confirmEmail: z.boolean().default(true),
        /** Only these may come in by Google without an invitation, and they may even where registration is closed. */
        federatedDomains: z.array(hostName).optional(),
      })
      .prefault({}),
    tokens: z
      .strictObject({
        /** Short, because an access token cannot be taken back. Cognito allows a day at most, so a week cannot be had. */
        accessMinutes: z.number().int().min(5).max(1_440).default(15),
        /** From the login on: a refresh brings a new refresh token, and no more days. */
        refreshDays: days.default(30),
      })
      .prefault({}),
    /** What recorded pages show from other files. */
    assets: z
      .strictObject({
        /** Whether it may be fetched from this very machine, over plain HTTP: where everything runs on one. */
        loopback: z.boolean().default(false),
      })
      .prefault({}),
    /** Who is told when something is wrong; without an address the alarms stand in CloudWatch alone. */
    alarms: z
      .strictObject({ email: z.email({ error: 'must be an e-mail address' }).optional() })
      .prefault({}),
    /** The certificate covers both hosts and lies in us-east-1, where CloudFront looks for it. */
    domain: z
      .strictObject({
        dashboard: hostName,
        player: hostName,
        certificateArn: z
          .string()
          .regex(
            /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/.+$/,
            'must be the ARN of a certificate in us-east-1',
          ),
      })
      .refine((domain) => domain.dashboard !== domain.player, {
        message: 'must differ from the dashboard: recorded pages are shown on an origin of their own',
        path: ['player'],
      })
      .optional(),
    /** Sign-in with Google. The client secret stays in Secrets Manager; this is the name of its secret. */
    google: z
      .strictObject({
        clientId: z
          .string()
          .regex(/^[\w-]+\.apps\.googleusercontent\.com$/, 'must end in .apps.googleusercontent.com'),
        clientSecretName: z.string().min(1).max(512),
        /** Prefix of the sign-in host `<prefix>.auth.<region>.amazoncognito.com`, unique in its region. */
        domainPrefix: z
          .string()
          .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens'),
        /** Where members come back to if not to the `domain`; Cognito takes plain HTTP for localhost alone. */
        callbackOrigin: z
          .string()
          .regex(
            /^(https:\/\/[a-z0-9.-]+|http:\/\/localhost)(:\d{1,5})?$/,
            'must be an origin such as https://playhead.example.com or http://localhost:4300',
          )
          .optional(),
      })
      .optional(),
  })
  .refine((stage) => !stage.assets.loopback || stage.removeDataWithStack, {
    message: 'is for a stage on one machine, whose data goes with its stack',
    path: ['assets', 'loopback'],
  })
  .refine((stage) => !stage.google || stage.domain || stage.google.callbackOrigin, {
    message:
      'needs a domain or a callbackOrigin: Google sends members back to a host that is known beforehand',
    path: ['google'],
  })

export type StageInput = z.input<typeof stageSchema>
export type Settings = z.output<typeof stageSchema> & { stage: string }

export class SettingsError extends Error {
  override name = 'SettingsError'
}

/** The settings of one stage, or an error that names the stage, each bad value and what it should be. */
export const readSettings = (stage: string, stages: Record<string, unknown>): Settings => {
  if (!/^[a-z][a-z0-9]{0,15}$/.test(stage)) {
    throw new SettingsError(`Stage "${stage}" is not a name: use 1 to 16 lower-case letters and digits.`)
  }
  if (!Object.hasOwn(stages, stage)) {
    throw new SettingsError(
      `Stage "${stage}" is unknown; bin/stages.ts has ${Object.keys(stages).join(', ')}.`,
    )
  }
  const result = stageSchema.safeParse(stages[stage])
  if (result.success) return { ...result.data, stage }
  const faults = result.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(stage)'}: ${issue.message}`,
  )
  throw new SettingsError(`Stage "${stage}" in bin/stages.ts has bad settings:\n${faults.join('\n')}`)
}
