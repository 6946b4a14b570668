// One log file for each function and service: what CloudWatch Logs is for the deployed system.
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

/** Bytes after which a log is set aside at the next start; one older file is kept. */
const ROTATE_BYTES = 5_000_000

/** Milliseconds that lines are gathered for: under load one write for many of them. */
const GATHER_MS = 50

export type LogFiles = { write(name: string, text: string): void; stop(): Promise<void> }

type Log = { stream: WriteStream; gathered: string; timer: NodeJS.Timeout | undefined }

export const openLogFiles = (directory: string): LogFiles => {
  mkdirSync(directory, { recursive: true })
  const logs = new Map<string, Log>()
  const open = (name: string): Log => {
    const file = join(directory, `${name}.log`)
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (size > ROTATE_BYTES) renameSync(file, `${file}.1`)
    const log = { stream: createWriteStream(file, { flags: 'a' }), gathered: '', timer: undefined }
    logs.set(name, log)
    return log
  }
  const flush = (log: Log): void => {
    clearTimeout(log.timer)
    log.timer = undefined
    if (log.gathered !== '') log.stream.write(log.gathered)
    log.gathered = ''
  }
  return {
    write: (name, text) => {
      const log = logs.get(name) ?? open(name)
      log.gathered += text
      log.timer ??= setTimeout(() => flush(log), GATHER_MS)
    },
    stop: async () => {
      await Promise.all(
        [...logs.values()].map((log) => {
          flush(log)
          return new Promise<void>((done) => log.stream.end(done))
        }),
      )
    },
  }
}
