// Brings all of Playhead up the way `npm start` does, with a data folder and ports of its own.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalAccess } from '../../local/playhead/first-run.ts'
import { startCommand, stopProcess } from './command.ts'
import { freePorts } from './free-ports.ts'

export type PlayheadOptions = {
  directory: string
  environment?: Record<string, string>
  onStop(stop: () => Promise<void>): void
}

/** `origin` is the edge, by its address: a name would cost a look-up. */
export type Playhead = {
  access: LocalAccess
  origin: string
  pid: number
  readyMs: number
  stop(): Promise<void>
}

const READY = 'Playhead is ready'

export const startPlayhead = async (options: PlayheadOptions): Promise<Playhead> => {
  const port = await freePorts(3)
  const begun = performance.now()
  const { child, output } = startCommand({
    args: ['local/start.ts'],
    environment: {
      ...options.environment,
      PLAYHEAD_STAGE: 'bench',
      PLAYHEAD_DATA: options.directory,
      PLAYHEAD_PORT: String(port),
    },
  })
  const stop = () => stopProcess(child)
  options.onStop(stop)
  while (!output().includes(READY)) {
    // Either it says something or it ends.
    const said = new AbortController()
    const { signal } = said
    await Promise.race([once(child.stdout, 'data', { signal }), once(child, 'close', { signal })])
    said.abort()
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`Playhead did not start:\n${output()}`)
    }
  }
  const readyMs = performance.now() - begun
  const access = JSON.parse(readFileSync(join(options.directory, 'local.json'), 'utf8')) as LocalAccess
  return { access, origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, readyMs, stop }
}
