// Writes that survive the loss of power: the bytes, and the directory entries that lead to them.
import type { FileHandle } from 'node:fs/promises'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Appends the buffers at `position` in one call if the system takes them, and waits until they are on disk. */
export const writeDurably = async (
  file: FileHandle,
  buffers: Buffer[],
  position: number,
): Promise<number> => {
  const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
  let { bytesWritten } = await file.writev(buffers, position)
  if (bytesWritten < total) {
    const all = Buffer.concat(buffers)
    while (bytesWritten < total) {
      bytesWritten += (await file.write(all, bytesWritten, total - bytesWritten, position + bytesWritten))
        .bytesWritten
    }
  }
  await file.datasync()
  return total
}

/** Makes a created, renamed or removed entry last. Windows has no such call and needs none. */
export const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Replaces a file whole: whoever opens it finds the old text or the new one. */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.new`
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncDirectory(dirname(path))
}
