// Replaces a file so that a reader, or the next start after a crash, finds the old or the new one and never half of it.
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

export const replaceFile = async (path: string, content: string): Promise<void> => {
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncDirectory(dirname(path))
}

/** A rename or removal is only durable once its directory is; Windows has no such call and needs none. */
export const syncDirectory = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
