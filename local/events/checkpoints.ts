// How far each shard of a mapping has been delivered, on disk: what a restart begins after.
import { mkdirSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readJsonFile } from '../read-json-file.ts'

export type Checkpoints = {
  get(shardId: string): string | undefined
  set(shardId: string, sequenceNumber: string): void
  /** Resolves when all that was set is written. */
  flush(): Promise<void>
}

/** Milliseconds between writes: what a crash loses is delivered once more, which consumers must bear anyway. */
const WRITE_EVERY_MS = 250

export const openCheckpoints = (file: string): Checkpoints => {
  const positions = readJsonFile<Record<string, string>>(file) ?? {}
  mkdirSync(dirname(file), { recursive: true })
  let timer: NodeJS.Timeout | undefined
  /** One write after the other, for they share a name on their way. */
  let writing: Promise<void> = Promise.resolve()
  const write = (): Promise<void> => {
    timer = undefined
    writing = writing.then(async () => {
      await writeFile(`${file}.new`, JSON.stringify(positions))
      await rename(`${file}.new`, file)
    })
    return writing
  }
  return {
    get: (shardId) => positions[shardId],
    set: (shardId, sequenceNumber) => {
      positions[shardId] = sequenceNumber
      timer ??= setTimeout(write, WRITE_EVERY_MS)
    },
    flush: async () => {
      if (timer) {
        clearTimeout(timer)
        write()
      }
      await writing
    },
  }
}
