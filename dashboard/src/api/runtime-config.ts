// What the deployment alone knows, served beside the dashboard so that one build fits every stage.
import { readProblem, unreachable } from './problem.ts'

/** `playerHost` has no scheme: the player is reached the way the dashboard was. */
export type RuntimeConfig = { playerHost: string; stage: string }

export const loadConfig = async (): Promise<RuntimeConfig> => {
  const response = await fetch('/config.json').catch((cause: unknown) => {
    throw unreachable(cause)
  })
  if (!response.ok) throw await readProblem(response)
  return (await response.json()) as RuntimeConfig
}
