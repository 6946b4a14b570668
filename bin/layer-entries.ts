// The files of a package as npm packs it, where Lambda looks for the packages of a layer.
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { ZipEntry } from './zip.ts'

/** Of the tar format. */
const BLOCK = 512

const textAt = (block: Buffer, from: number, length: number): string =>
  block.toString('utf8', from, from + length).replace(/\0.*$/s, '')

/** `integrity` is the lock file's word for the whole archive, for instance `sha512-…`. */
export const layerEntries = (name: string, archive: Buffer, integrity: string): ZipEntry[] => {
  const [algorithm = '', digest] = integrity.split(/-(.*)/s)
  if (createHash(algorithm).update(archive).digest('base64') !== digest) {
    throw new Error(`The archive of ${name} is not the one that package-lock.json names.`)
  }
  const tar = gunzipSync(archive)
  const entries: ZipEntry[] = []
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK)
    const size = Number.parseInt(textAt(header, 124, 12), 8)
    const path = [textAt(header, 345, 155), textAt(header, 0, 100)].filter((part) => part !== '').join('/')
    const isFile = header[156] === 0x30 || header[156] === 0
    const body = tar.subarray(at + BLOCK, at + BLOCK + size)
    // npm puts everything below one folder, which is called `package` as a rule.
    if (isFile)
      entries.push({ name: `nodejs/node_modules/${name}/${path.replace(/^[^/]+\//, '')}`, bytes: body })
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  if (entries.length === 0) throw new Error(`The archive of ${name} holds no files.`)
  return entries
}
