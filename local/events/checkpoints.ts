// How far each shard of a mapping has been delivered, on disk: what a restart begins after.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Checkpoints = {
  get(shardId: string): string | undefined
  set(shardId: string, sequenceNumber: string): void
  flush(): void
}

/** Milliseconds between writes: what a crash loses is delivered once more, which consumers must bear anyway. */
const WRITE_EVERY_MS = 100

export const openCheckpoints = (file: string): Checkpoints => {
  let positions: Record<string, string> = {}
  try {
    positions = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
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
