// An append-only file of entries: a login appends a line instead of rewriting a pool, and a crash loses none that was answered.
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm, stat, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Table, key, and the value that it has from now on; without a value it is gone. */
export type Entry = [table: string, key: string, value?: unknown]

export type Journal = {
  append(entry: Entry): void
  /** Resolves when everything appended so far is on disk. Calls that come together share one fsync. */
  saved(): Promise<void>
  close(): Promise<void>
}

const COMPACT_AFTER_ENTRIES = 10_000 // below this a rewrite saves less than it costs
const CHUNK_CHARACTERS = 1_048_576 // keeps the rewrite of a large pool from doubling its memory
const NEWLINE = 10

const line = ([table, key, value]: Entry) =>
  // JSON would turn an undefined third place into null, which is a value.
  `${JSON.stringify(value === undefined ? [table, key] : [table, key, value])}\n`

/** Answers how many bytes are whole lines: what follows them was cut off by a crash before it was answered. */
const readEntries = async (file: string, replay: (entry: Entry) => void): Promise<number> => {
  let whole = 0
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      replay(JSON.parse(bytes.toString('utf8', start, end)) as Entry)
      start = end + 1
    }
    whole += start
    rest = bytes.subarray(start)
  }
  return whole
}

const nextCompaction = (live: number) => Math.max(COMPACT_AFTER_ENTRIES, live * 3)

const syncDirectory = async (file: string) => {
  if (process.platform === 'win32') return
  const directory = await open(dirname(file), 'r')
  await directory.sync().finally(() => directory.close())
}

const writeSnapshot = async (file: string, entries: Iterable<Entry>): Promise<number> => {
  const temporary = `${file}.tmp`
  const handle = await open(temporary, 'w', 0o600)
  let count = 0
  try {
    let chunk = ''
    for (const entry of entries) {
      chunk += line(entry)
      count++
      if (chunk.length < CHUNK_CHARACTERS) continue
      await handle.appendFile(chunk)
      chunk = ''
    }
    await handle.appendFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  await syncDirectory(file)
  return count
}

export const openJournal = async (options: {
  file: string
  replay: (entry: Entry) => void
  /** All that is worth keeping now. */
  snapshot: () => Iterable<Entry>
}): Promise<Journal> => {
  const { file, replay, snapshot } = options
  await rm(`${file}.tmp`, { force: true })
  let entries = 0
  const found = await stat(file).catch(() => undefined)
  if (found) {
    const whole = await readEntries(file, (entry) => {
      entries++
      replay(entry)
    })
    if (whole < found.size) await truncate(file, whole)
  }
  let handle: FileHandle = await open(file, 'a', 0o600)
  if (!found) await syncDirectory(file)
  let compactAt = nextCompaction(Iterator.from(snapshot()).reduce((count) => count + 1, 0))
  let collecting: string[] | undefined
  let last: Promise<void> = Promise.resolve()

  const compact = async () => {
    // What changes meanwhile is appended to the new file as well; repeating an entry does no harm.
    // Closed first: Windows does not rename over an open file.
    await handle.close()
    const live = await writeSnapshot(file, snapshot())
    handle = await open(file, 'a', 0o600)
    entries = live
    compactAt = nextCompaction(live)
  }
  const write = async (lines: string[]) => {
    collecting = undefined
    await handle.appendFile(lines.join(''))
    await handle.datasync()
    entries += lines.length
    if (entries > compactAt) await compact()
  }

  return {
    append: (entry) => {
      if (!collecting) {
        const lines: string[] = []
        collecting = lines
        last = last.then(() => write(lines))
        // A failed write fails every later call through `saved`; alone it must not end the process.
        last.catch(() => {})
      }
      collecting.push(line(entry))
    },
    saved: () => last,
    close: async () => {
      await last.catch(() => {})
      await handle.close()
    },
  }
}
