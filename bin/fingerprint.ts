// One hash over the files that something is made of: the same hash, the same thing.
import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { sep } from 'node:path'

/** Paths are relative to `root`; a folder stands for all files in it. */
export const fingerprint = (root: string, paths: string[]): string => {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths) {
    const isFolder = statSync(`${root}${path}`, { throwIfNoEntry: false })?.isDirectory()
    const files = isFolder ? globSync(`${path}/**/*`, { cwd: root }).sort() : [path]
    for (const file of files) {
      if (!statSync(`${root}${file}`, { throwIfNoEntry: false })?.isFile()) continue
      hash.update(`\0${file.replaceAll(sep, '/')}\0`).update(readFileSync(`${root}${file}`))
    }
  }
  return hash.digest('hex')
}
