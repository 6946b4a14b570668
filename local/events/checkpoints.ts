// How far each shard of a mapping has been delivered, on disk: what a restart begins after.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readJsonFile } from '../read-json-file.ts'

export type Checkpoints = {
  get(shardId: string): string | undefined
  set(shardId: string, sequenceNumber: string): void
  flush(): void
}

/** Milliseconds between writes: what a crash loses is delivered once more, which consumers must bear anyway. */
const WRITE_EVERY_MS = 100

export const openCheckpoints = (file: string): Checkpoints => {
  const positions = readJsonFile<Record<string, string>>(file) ?? {}
  let timer: NodeJS.Timeout | undefined
  const write = () => {
    timer = undefined
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(positions))
    renameSync(`${file}.new`, file)
  }
  return {
    get: (shardId) => positions[shardId],
    set: (shardId, sequenceNumber) => {
      positions[shardId] = sequenceNumber
      timer ??= setTimeout(write, WRITE_EVERY_MS)
    },
    flush: () => {
      if (!timer) return
      clearTimeout(timer)
      write()
    },
  }
}
