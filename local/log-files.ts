// One log file for each function and service: what CloudWatch Logs is for the deployed system.
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

/** Bytes after which a log is set aside at the next start; one older file is kept. */
const ROTATE_BYTES = 5_000_000

export type LogFiles = { write(name: string, text: string): void; stop(): Promise<void> }

export const openLogFiles = (directory: string): LogFiles => {
  mkdirSync(directory, { recursive: true })
  const streams = new Map<string, WriteStream>()
  const open = (name: string): WriteStream => {
    const file = join(directory, `${name}.log`)
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size > ROTATE_BYTES) renameSync(file, `${file}.1`)
    const stream = createWriteStream(file, { flags: 'a' })
    streams.set(name, stream)
    return stream
  }
  return {
    write: (name, text) => void (streams.get(name) ?? open(name)).write(text),
    stop: async () => {
      await Promise.all([...streams.values()].map((stream) => new Promise<void>((done) => stream.end(done))))
    },
  }
}
