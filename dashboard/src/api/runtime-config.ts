// What the deployment alone knows, served beside the dashboard so that one build fits every stage.
import { readProblem, unreachable } from './problem.ts'

export type RuntimeConfig = {
  stage: string
  /** Has no scheme: the player is reached the way the dashboard was. */
  playerHost: string
  /** Members may sign in with Google. */
  google: boolean
  /** Anybody may register; otherwise only who was invited. */
  selfRegistration: boolean
}

export const loadConfig = async (): Promise<RuntimeConfig> => {
  const response = await fetch('/config.json').catch((cause: unknown) => {
    throw unreachable(cause)
  })
  if (!response.ok) throw await readProblem(response)
  const told = (await response.json()) as Partial<RuntimeConfig>
  return {
    stage: told.stage ?? '',
    playerHost: told.playerHost ?? '',
    google: told.google === true,
    selfRegistration: told.selfRegistration === true,
  }
}
