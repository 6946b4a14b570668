// One running system per data folder: two would write over each other.
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server } from 'node:net'
import { dirname, join } from 'node:path'
import { StartError } from '../start-error.ts'

type Holder = { pid: number; port: number }

/** Milliseconds that a holder has to say that it is one. It is on this machine. */
const ANSWER_MS = 1_000

/** One level at a time: Node's own recursive mkdir does not come back from some places, such as /proc. */
const createFolder = (path: string): void => {
  if (existsSync(path)) return
  createFolder(dirname(path))
  mkdirSync(path)
}

/** A process id alone proves nothing, for it may be another's by now: the holder answers with the folder it holds. */
const stillHeld = async (directory: string, port: number): Promise<boolean> => {
  const socket = connect({ port, host: '127.0.0.1', timeout: ANSWER_MS })
  socket.on('timeout', () => socket.destroy())
  let said = ''
  socket.on('data', (chunk) => (said += chunk))
  try {
    await once(socket, 'close')
  } catch {
    return false
  }
  return said === directory
}

const readHolder = (file: string): Holder | undefined => {
  try {
    const { pid, port } = JSON.parse(readFileSync(file, 'utf8'))
    return { pid: Number(pid), port: Number(port) }
  } catch {
    return undefined
  }
}

const answerFor = async (directory: string): Promise<Server> => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.end(directory)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // The lock alone keeps no process alive.
  return server.unref()
}

/** Takes the folder, or says in one sentence why it cannot be had. Returns its release. */
export const lockDirectory = async (directory: string): Promise<() => void> => {
  const file = join(directory, 'running.json')
  const server = await answerFor(directory)
  const { port } = server.address() as AddressInfo
  const take = () => writeFileSync(file, JSON.stringify({ pid: process.pid, port }), { flag: 'wx' })
  try {
    createFolder(directory)
    try {
      take()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = readHolder(file)
      if (holder && (await stillHeld(directory, holder.port))) {
        throw new StartError(
          `Playhead already runs with the data folder ${directory} (process ${holder.pid}). Stop it first, or choose another folder with PLAYHEAD_DATA.`,
        )
      }
      // Left behind by a process that was killed.
      rmSync(file, { force: true })
      take()
    }
  } catch (error) {
    server.close()
    if (error instanceof StartError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartError(
      `The data folder ${directory} cannot be written (${code ?? message}). Mend its rights, or choose another with PLAYHEAD_DATA.`,
    )
  }
  return () => {
    server.close()
    rmSync(file, { force: true })
  }
}
