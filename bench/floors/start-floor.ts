// Starts a floor in a process of its own, as Playhead has one.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { stopProcess } from '../system/command.ts'

const server = fileURLToPath(new URL('server.ts', import.meta.url))

export type Floor = { url: string; pid: number; stop(): Promise<void> }

/** With a file, every body is appended to it and synced before the answer. */
export const startFloor = async (
  file: string | undefined,
  onStop: (stop: () => Promise<void>) => void,
): Promise<Floor> => {
  const child = fork(server, file === undefined ? [] : [file])
  const stop = () => stopProcess(child)
  onStop(stop)
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0, stop }
}
