// Runs `npm start` as a person would, in a process of its own with its own data folder and ports.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export type Access = {
  url: string
  wsUrl: string
  playerUrl: string
  demoUrl: string
  projectId: string
  publishableKey: string
  secretKey: string
  member: { email: string; password: string }
}

export type Ended = { code: number | null; signal: NodeJS.Signals | null; output: string }

export type PlayheadProcess = {
  child: ChildProcess
  output(): string
  /** Resolves when the process says that it is ready; rejects with its output if it ends before. */
  ready: Promise<Access>
  ended: Promise<Ended>
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

const listen = async (port: number): Promise<Server | undefined> => {
  const server = createServer()
  const listening = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  return (await listening) ? server : undefined
}

/** The first of three ports in a row that nobody uses. */
export const freePorts = async (): Promise<number> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 20_000)
    const servers = await Promise.all([first, first + 1, first + 2].map(listen))
    await Promise.all(servers.map((server) => server && once(server.close(), 'close')))
    if (servers.every(Boolean)) return first
  }
  throw new Error('found no three free ports in a row')
}

export const temporaryData = (): { directory: string; remove(): void } => {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-data-'))
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }) }
}

export type RunOptions = { script?: string; cwd?: string }

export const runPlayhead = (
  directory: string,
  port: number | string,
  { script = 'local/start.ts', cwd = root }: RunOptions = {},
): PlayheadProcess => {
  const child = spawn(process.execPath, [script], {
    cwd,
    env: { ...process.env, PLAYHEAD_DATA: directory, PLAYHEAD_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output }))
  })
  const ready = new Promise<Access>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk
      if (/^Playhead is ready$/m.test(output))
        resolve(JSON.parse(readFileSync(join(directory, 'local.json'), 'utf8')))
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    ended.then(({ code }) => reject(new Error(`npm start ended with code ${code}:\n${output}`)))
  })
  // A test that only looks at how it ended does not wait for this.
  ready.catch(() => undefined)
  return {
    child,
    output: () => output,
    ready,
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}
