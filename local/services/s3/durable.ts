// File system steps that hold after a crash: what these have done is still done when the machine comes back.
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

// Windows refuses a rename for the moment that a reader or a virus scanner holds the target open.
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY'])
const RENAME_PAUSES_MS = [5, 20, 50, 100, 200]

export const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code

export const isMissing = (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'

/** Makes the entries of a folder durable. Windows has no such call and needs none. */
export const syncFolder = async (folder: string) => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** For a folder that may have been pruned meanwhile: then the one that held it. */
export const syncNearest = async (folder: string): Promise<void> => {
  try {
    await syncFolder(folder)
  } catch (error) {
    if (!isMissing(error)) throw error
    await syncNearest(dirname(folder))
  }
}

export const makeFolder = async (folder: string) => {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  // Each new folder is an entry of the one above it.
  let parent = dirname(first)
  for (const name of relative(parent, folder).split(sep)) {
    await syncFolder(parent)
    parent = join(parent, name)
  }
}

export const moveFile = async (from: string, to: string) => {
  for (const wait of RENAME_PAUSES_MS) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (process.platform !== 'win32' || !BUSY.has(codeOf(error) ?? '')) throw error
      await pause(wait)
    }
  }
  await rename(from, to)
}

/** Runs `write` on a new file that is on disk when this returns, and gone if it failed. */
export const writeNewFile = async <T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> => {
  const file = await open(path, 'wx')
  try {
    const result = await write(file)
    await file.sync()
    await file.close()
    return result
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

export const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Replaces a JSON file in one step. `temporary` must be on the same file system. */
export const replaceJson = async (path: string, temporary: string, value: unknown) => {
  await writeNewFile(temporary, (file) => file.writeFile(JSON.stringify(value)))
  await moveFile(temporary, path)
  await syncFolder(dirname(path))
}
