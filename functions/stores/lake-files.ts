// Brings objects of the lake to disk, where DuckDB reads them.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LakeObjects } from './lake-objects.ts'

/** Objects fetched at once. */
const CONCURRENCY = 16

/** Gives the path of each key. */
export const fetchObjects = async (
  objects: Pick<LakeObjects, 'fetch'>,
  keys: string[],
  folder: string,
): Promise<Map<string, string>> => {
  const paths = new Map(keys.map((key, index) => [key, join(folder, `${index}${endingOf(key)}`)]))
  const waiting = [...paths]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await objects.fetch(...next)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  return paths
}

const endingOf = (key: string): string => (key.endsWith('.parquet') ? '.parquet' : '.ndjson.gz')

/** A folder of its own below `parent`, and the step that removes it. */
export const openFolder = async (parent: string) => {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'lake-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
