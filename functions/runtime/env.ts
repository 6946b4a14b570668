// The environment of a function, checked once at start: a missing variable stops the function with its name.
import * as z from 'zod'

const name = z.string().min(1)

const environmentSchema = z.object({
  SESSIONS_TABLE: name,
  PEOPLE_TABLE: name,
  PRESENCE_TABLE: name,
  CONFIGURATION_TABLE: name,
  EVENT_STREAM: name,
  SESSION_BUCKET: name,
  LAKE_BUCKET: name,
  QUARANTINE_BUCKET: name,
  /** Secrets Manager: what API keys are hashed with. */
  API_KEY_SECRET_ID: name,
  USER_POOL_CLIENT_ID: name,
  /** Where frames are pushed to the connections of the WebSocket API. */
  SOCKET_ENDPOINT: z.url(),
})

export type Environment = z.infer<typeof environmentSchema>

export const readEnvironment = <Name extends keyof Environment>(
  names: readonly Name[],
  source: Record<string, string | undefined> = process.env,
): Pick<Environment, Name> => {
  const faults = names.flatMap((variable) => {
    const checked = environmentSchema.shape[variable].safeParse(source[variable])
    return checked.success ? [] : [`${variable} ${source[variable] ? 'has no usable value' : 'is not set'}`]
  })
  if (faults.length > 0) throw new Error(`This function cannot start: ${faults.join(', ')}.`)
  return Object.fromEntries(names.map((variable) => [variable, source[variable]])) as Pick<Environment, Name>
}
