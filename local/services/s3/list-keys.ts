// Walks the folders of a bucket in the order of its keys, entering only those that can hold what is asked for.
import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './durable.ts'
import { compareKeys, decodeSegment, foldersOf, segmentOfFile } from './key-path.ts'
import { readRecord } from './sealed-file.ts'

export type FoundKey = { key: string; path: string }

/** What to leave out; the reader may move it on while it walks. */
export type KeyCursor = {
  prefix: string
  /** Keys up to this one, inclusive. */
  after: string
  /** Keys that start with this. */
  passed?: string | undefined
}

type Entry = { key: string; path: string; isFolder: boolean }

const entriesOf = async (folder: string): Promise<Dirent[]> => {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const isWanted = (key: string, { prefix, after, passed }: KeyCursor) =>
  key.startsWith(prefix) && compareKeys(key, after) > 0 && (passed === undefined || !key.startsWith(passed))

/** Whether a folder, whose keys all start with `base`, can hold a wanted one. */
const mayHold = (base: string, { prefix, after, passed }: KeyCursor) =>
  (base.startsWith(prefix) || prefix.startsWith(base)) &&
  (compareKeys(base, after) > 0 || after.startsWith(base)) &&
  (passed === undefined || !base.startsWith(passed))

const readEntries = async (folder: string, base: string) => {
  const entries: Entry[] = []
  for (const found of await entriesOf(folder)) {
    const isFolder = found.isDirectory()
    const segment = isFolder ? decodeSegment(found.name) : segmentOfFile(found.name)
    if (segment === undefined) continue
    entries.push({ key: `${base}${segment}${isFolder ? '/' : ''}`, path: join(folder, found.name), isFolder })
  }
  return entries.sort((a, b) => compareKeys(a.key, b.key))
}

async function* walk(folder: string, base: string, cursor: KeyCursor): AsyncGenerator<FoundKey> {
  for (const { key, path, isFolder } of await readEntries(folder, base)) {
    if (!isFolder) yield { key, path }
    else if (mayHold(key, cursor)) yield* walk(path, key, cursor)
  }
}

const longKeys = async (folder: string, { prefix }: KeyCursor) => {
  const found: FoundKey[] = []
  for (const { name } of await entriesOf(folder)) {
    const path = join(folder, name)
    const record = await readRecord(path)
    if (record?.key.startsWith(prefix)) found.push({ key: record.key, path })
  }
  return found.sort((a, b) => compareKeys(b.key, a.key))
}

/** `folders.long` holds, unordered, the keys that are too long for the tree. */
export async function* orderedKeys(
  folders: { tree: string; long: string },
  cursor: KeyCursor,
): AsyncGenerator<FoundKey> {
  const inside = foldersOf(cursor.prefix)
  const base = cursor.prefix.slice(0, cursor.prefix.lastIndexOf('/') + 1)
  const waiting = await longKeys(folders.long, cursor)
  if (inside) {
    for await (const found of walk(join(folders.tree, ...inside), base, cursor)) {
      for (let next = waiting.at(-1); next && compareKeys(next.key, found.key) < 0; next = waiting.at(-1)) {
        waiting.pop()
        if (isWanted(next.key, cursor)) yield next
      }
      if (isWanted(found.key, cursor)) yield found
    }
  }
  for (const next of waiting.reverse()) if (isWanted(next.key, cursor)) yield next
}
