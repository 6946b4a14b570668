// The three ports of the local system, checked before anything is built or started.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartError } from '../start-error.ts'

export type Ports = { edge: number; player: number; demo: number }

const DEFAULT_PORT = 4300
const HIGHEST_PORT = 65_535

export const readPorts = (value: string | undefined): Ports => {
  const edge = value === undefined || value === '' ? DEFAULT_PORT : Number(value)
  if (!Number.isInteger(edge) || edge < 1 || edge + 2 > HIGHEST_PORT) {
    throw new StartError(`PLAYHEAD_PORT is "${value}"; it must be a number from 1 to ${HIGHEST_PORT - 2}.`)
  }
  return { edge, player: edge + 1, demo: edge + 2 }
}

export const checkPorts = async (ports: Ports): Promise<void> => {
  for (const [name, port] of Object.entries(ports)) {
    const probe = createServer().listen(port, '127.0.0.1')
    try {
      await once(probe, 'listening')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const why =
        code === 'EADDRINUSE'
          ? 'is in use'
          : code === 'EACCES'
            ? 'may not be used by you'
            : `cannot be used (${code})`
      throw new StartError(
        `Port ${port} (${name}) ${why}. Free it, or move all three with PLAYHEAD_PORT=<first port>.`,
      )
    }
    await new Promise((closed) => probe.close(closed))
  }
}
