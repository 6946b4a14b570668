// The environment of a function, checked once at start: a missing variable stops the function with its name.
// Those that a stage may do without are `.optional()`.
import * as z from 'zod'
import { registrationSchema } from '../../core/members/admission.ts'
import { limitSettingsSchema } from '../../core/rate-limits/policies.ts'

const name = z.string().min(1)

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue('is not JSON')
    return z.NEVER
  }
})

const socialProviderSchema = z.object({ issuers: z.array(z.string()).min(1), keysUrl: z.url() })
const socialProvidersSchema = z.object({ google: socialProviderSchema, apple: socialProviderSchema })

const environmentSchema = z.object({
  SESSIONS_TABLE: name,
  PEOPLE_TABLE: name,
  PRESENCE_TABLE: name,
  CONFIGURATION_TABLE: name,
  REQUESTS_TABLE: name,
  EVENT_STREAM: name,
  SESSION_BUCKET: name,
  LAKE_BUCKET: name,
  QUARANTINE_BUCKET: name,
  /** Secrets Manager: what API keys are hashed with, and what cursors and answers are sealed with. */
  SECRET_ID: name,
  /** Secrets Manager: what CloudFront says so that we know it. */
  EDGE_SECRET_ID: name,
  AWS_REGION: name,
  USER_POOL_ID: name,
  USER_POOL_CLIENT_ID: name,
  /** Cognito's own sign-in host, where a stage has Google. */
  SIGN_IN_URL: z.url().optional(),
  /** Where that host sends members back to, where a stage has Google. */
  GOOGLE_CALLBACK_URL: z.url().optional(),
  /** JSON: where the stage's limits differ from the defaults. */
  LIMITS: json.pipe(limitSettingsSchema),
  /** JSON: origins beside our own whose pages may call the API. */
  CORS_ORIGINS: json.pipe(z.array(z.string())),
  /** JSON: where the Google and Apple of a site's users are others than the real ones, as in tests. */
  SOCIAL_PROVIDERS: json.pipe(socialProvidersSchema).optional(),
  /** JSON: who may become a member. */
  REGISTRATION: json.pipe(registrationSchema),
  /** Where frames are pushed to the connections of the WebSocket API. */
  SOCKET_ENDPOINT: z.url(),
  /** Lambda: what tells watchers of a user's changes, and what finds devices that fell silent. */
  PUSH_PRESENCE_FUNCTION: name,
  SWEEP_PRESENCE_FUNCTION: name,
  /** Lambda: what imports a recording that was uploaded. */
  IMPORT_RECORDING_FUNCTION: name,
  /** MiB that DuckDB may take of the function's memory. */
  DUCKDB_MEMORY_MIB: z.coerce.number().int().positive(),
  /** MiB of the lake's files that a function keeps at hand. */
  LAKE_CACHE_MIB: z.coerce.number().int().positive(),
  /** For how long sessions and people are kept after they were last seen. */
  EVENT_RETENTION_DAYS: z.coerce.number().int().positive(),
  /** For how long recordings of a new project are kept. */
  REPLAY_RETENTION_DAYS: z.coerce.number().int().positive(),
  /** Whether assets may be fetched from this very machine, where everything runs on one. */
  ASSET_LOOPBACK: z.enum(['yes', 'no']).transform((said) => said === 'yes'),
  /** For how long the stream keeps what it was given. */
  STREAM_RETENTION_HOURS: z.coerce.number().int().positive(),
})

export type Environment = z.infer<typeof environmentSchema>

export const readEnvironment = <Name extends keyof Environment>(
  names: readonly Name[],
  source: Record<string, string | undefined> = process.env,
): Pick<Environment, Name> => {
  const faults: string[] = []
  const values: Partial<Record<Name, unknown>> = {}
  for (const variable of names) {
    const checked = environmentSchema.shape[variable].safeParse(source[variable])
    if (checked.success) values[variable] = checked.data
    else faults.push(`${variable} ${source[variable] ? 'has no usable value' : 'is not set'}`)
  }
  if (faults.length > 0) throw new Error(`This function cannot start: ${faults.join(', ')}.`)
  return values as Pick<Environment, Name>
}
