// Tells of changes below folders, however an editor saves: each directory is watched by itself, since a watch on a
// file ends when the file is replaced, and Node's recursive watch on Linux is made of those.
import { type FSWatcher, globSync, watch } from 'node:fs'
import { join } from 'node:path'

/** Editors write a file in several steps; this long after the last one it counts as saved. */
const SETTLE_MS = 30

export const watchFolders = (root: string, folders: string[], changed: () => void): void => {
  const watchers = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | undefined
  const settle = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      look()
      changed()
    }, SETTLE_MS)
  }
  /** Directories may come and go. */
  const look = () => {
    const below = folders.flatMap((folder) =>
      globSync(`${folder}/**/*`, { cwd: root, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    for (const directory of [...folders.map((folder) => join(root, folder)), ...below]) {
      if (watchers.has(directory)) continue
      const watcher = watch(directory, settle)
      watcher.on('error', () => {
        watcher.close()
        watchers.delete(directory)
      })
      watchers.set(directory, watcher)
    }
  }
  look()
}
