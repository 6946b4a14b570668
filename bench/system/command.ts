// Runs the project's own commands in processes of their own, so that a benchmark measures them as a person meets them.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Milliseconds a process has to stop by itself: a busy one first finishes what it has taken. */
const STOP_MS = 20_000

export type Command = { args: string[]; environment?: Record<string, string> }

/** The child, and what it has printed so far. */
export const startCommand = ({ args, environment = {} }: Command) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return { child, output: () => output }
}

export const stopProcess = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(impatient)
}

/** Milliseconds that the command took. */
export const runCommand = async (command: Command, onStop: (stop: () => Promise<void>) => void) => {
  const begun = performance.now()
  const { child, output } = startCommand(command)
  onStop(() => stopProcess(child))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command.args.join(' ')} failed:\n${output()}`)
  return performance.now() - begun
}
