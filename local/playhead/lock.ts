// One running system per data folder: two would write over each other.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export class StartError extends Error {
  override name = 'StartError'
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Takes the folder, or says in one sentence why it cannot be had. Returns its release. */
export const lockDirectory = (directory: string): (() => void) => {
  const file = join(directory, 'running.pid')
  const take = () => writeFileSync(file, String(process.pid), { flag: 'wx' })
  try {
    mkdirSync(directory, { recursive: true })
    try {
      take()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const pid = Number(readFileSync(file, 'utf8'))
      if (pid && pid !== process.pid && isAlive(pid)) {
        throw new StartError(
          `Playhead already runs with the data folder ${directory} (process ${pid}). Stop it first, or choose another folder with PLAYHEAD_DATA.`,
        )
      }
      // Left behind by a process that was killed.
      rmSync(file, { force: true })
      take()
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartError(
      `The data folder ${directory} cannot be written (${code ?? message}). Mend its rights, or choose another with PLAYHEAD_DATA.`,
    )
  }
  return () => rmSync(file, { force: true })
}
