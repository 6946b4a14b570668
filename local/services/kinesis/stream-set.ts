// All streams of one data folder: found at start, created, and removed.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { KinesisError } from './kinesis-error.ts'
import type { KinesisSettings } from './settings.ts'
import { openStream, type Stream, type StreamFacts, type StreamHooks } from './stream.ts'
import { replaceFile } from './write-durably.ts'

/** A stream exists from the moment this file is in its folder until it is removed. */
const FACTS_FILE = 'stream.json'

/** The time keeps names apart that a file system takes for the same. */
const FOLDER = /^\d{13}-/

export type StreamReference = { StreamName?: string | undefined; StreamARN?: string | undefined }

export type StreamSet = {
  /** By name, in the order of their names. */
  list(): Stream[]
  find(reference: StreamReference): Stream
  create(facts: Omit<StreamFacts, 'createdAt'>): Promise<Stream>
  keep(stream: Stream, retentionHours: number): Promise<void>
  remove(stream: Stream): Promise<void>
  trim(): Promise<void>
  close(): Promise<void>
}

export const openStreamSet = async (settings: KinesisSettings, hooks: StreamHooks): Promise<StreamSet> => {
  const { directory, accountId, now } = settings
  const streams = new Map<string, Stream>()
  const creating = new Set<string>()
  let lastCreatedAt = 0

  await mkdir(directory, { recursive: true })
  for (const entry of (await readdir(directory)).filter((name) => FOLDER.test(name))) {
    const folder = join(directory, entry)
    const facts = await readFacts(folder)
    // Left behind by a creation or a removal that was interrupted.
    if (facts === undefined) await rm(folder, { recursive: true, force: true })
    else streams.set(facts.name, await openStream(folder, facts, settings, hooks))
  }

  const list = (): Stream[] => [...streams.values()].sort((a, b) => (a.facts.name < b.facts.name ? -1 : 1))

  return {
    list,
    find({ StreamName, StreamARN }) {
      const name = StreamName ?? StreamARN?.split(':stream/')[1]
      if (name === undefined) {
        throw new KinesisError('ValidationException', 'Either StreamName or StreamARN must be given.')
      }
      const stream = streams.get(name)
      if (stream !== undefined && (StreamARN === undefined || StreamARN === stream.arn)) return stream
      const message = `Stream ${name} under account ${accountId} not found.`
      throw new KinesisError('ResourceNotFoundException', message)
    },
    async create(facts) {
      if (streams.has(facts.name) || creating.has(facts.name)) {
        const message = `Stream ${facts.name} under account ${accountId} already exists.`
        throw new KinesisError('ResourceInUseException', message)
      }
      creating.add(facts.name)
      try {
        lastCreatedAt = Math.max(lastCreatedAt + 1, now())
        const whole = { ...facts, createdAt: lastCreatedAt }
        const folder = join(directory, `${String(lastCreatedAt).padStart(13, '0')}-${facts.name}`)
        const stream = await openStream(folder, whole, settings, hooks)
        await replaceFile(join(folder, FACTS_FILE), JSON.stringify(whole, null, 2))
        streams.set(facts.name, stream)
        return stream
      } finally {
        creating.delete(facts.name)
      }
    },
    async keep(stream, retentionHours) {
      stream.facts.retentionHours = retentionHours
      await replaceFile(join(stream.directory, FACTS_FILE), JSON.stringify(stream.facts, null, 2))
    },
    async remove(stream) {
      streams.delete(stream.facts.name)
      await rm(join(stream.directory, FACTS_FILE), { force: true })
      await closeStream(stream)
      await rm(stream.directory, { recursive: true, force: true })
    },
    async trim() {
      await Promise.all(list().flatMap(({ shards }) => shards.map(({ log }) => log.trim())))
    },
    async close() {
      await Promise.all(list().map(closeStream))
    },
  }
}

const closeStream = async ({ shards }: Stream): Promise<void> => {
  await Promise.all(shards.map(({ log }) => log.close()))
}

const readFacts = async (folder: string): Promise<StreamFacts | undefined> => {
  try {
    return JSON.parse(await readFile(join(folder, FACTS_FILE), 'utf8'))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
