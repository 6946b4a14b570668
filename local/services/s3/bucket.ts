// One bucket on disk: every object is a sealed file that appears, changes and goes in a single step.
import { randomUUID } from 'node:crypto'
import { rm, rmdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { isMissing, makeFolder, moveFile, replaceJson, syncFolder, syncNearest } from './durable.ts'
import { keyLock } from './key-lock.ts'
import { placeOf } from './key-path.ts'
import { type KeyCursor, orderedKeys } from './list-keys.ts'
import type { ObjectRecord } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import { type Bytes, openSealed, readRecord, type SealedFile, writeSealed } from './sealed-file.ts'
import { openUploads } from './uploads.ts'
import type { XmlElement } from './xml.ts'

export type BucketConfiguration = {
  createdAt: number
  cors?: XmlElement | undefined
  lifecycle?: XmlElement | undefined
}

/** Throws if what is there now forbids the step. Decided at the moment of the step, one writer at a time. */
export type Precondition = (existing: ObjectRecord | undefined) => void

export type Bucket = ReturnType<typeof openBucket>

// A folder can be pruned between its making and its use, by the deletion of its last object.
const COMMIT_ATTEMPTS = 20

const anything: Precondition = () => undefined

export const CONFIGURATION_FILE = 'bucket.json'
export const INCOMING_FOLDER = 'incoming'

export const openBucket = (name: string, folder: string, initial: BucketConfiguration) => {
  const tree = join(folder, 'objects')
  const long = join(folder, 'long')
  const incoming = join(folder, INCOMING_FOLDER)
  const inTurn = keyLock()
  const committing = new Set<Promise<void>>()
  let configuration = initial
  let dropped = false

  const pathOf = (key: string) => {
    const place = placeOf(key)
    return place.kind === 'tree' ? join(tree, ...place.folders, place.file) : join(long, place.file)
  }

  const temporary = () => join(incoming, randomUUID())

  const moveIn = async (from: string, to: string) => {
    for (let attempt = 1; ; attempt++) {
      if (dropped) throw new S3Error('NoSuchBucket')
      try {
        await makeFolder(dirname(to))
        await moveFile(from, to)
        return await syncFolder(dirname(to))
      } catch (error) {
        if (!isMissing(error) || attempt === COMMIT_ATTEMPTS) throw error
      }
    }
  }

  const commit = async (from: string, to: string) => {
    const step = moveIn(from, to)
    committing.add(step)
    try {
      await step
    } finally {
      committing.delete(step)
    }
  }

  /** Writes the whole object aside, then moves it to its key. `finish` says the record when all bytes are there. */
  const put = async (
    key: string,
    body: Bytes,
    finish: () => ObjectRecord,
    precondition = anything,
  ): Promise<ObjectRecord> => {
    const aside = temporary()
    const path = pathOf(key)
    const record = await writeSealed(aside, body, finish).catch((error: unknown) => {
      throw dropped && isMissing(error) ? new S3Error('NoSuchBucket') : error
    })
    try {
      await inTurn(key, async () => {
        if (precondition !== anything) precondition(await readRecord(path))
        await commit(aside, path)
      })
      return record
    } finally {
      await rm(aside, { force: true })
    }
  }

  const prune = async (from: string) => {
    for (let empty = from; relative(tree, empty) !== '' && empty !== long; empty = dirname(empty)) {
      try {
        await rmdir(empty)
      } catch {
        return
      }
    }
  }

  /** True if there was such an object. */
  const remove = (key: string, precondition = anything): Promise<boolean> =>
    inTurn(key, async () => {
      const path = pathOf(key)
      if (precondition !== anything) precondition(await readRecord(path))
      try {
        await rm(path)
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
      await syncNearest(dirname(path))
      await prune(dirname(path))
      return true
    })

  /** Changes what is kept about an object; its bytes stay. */
  const revise = (key: string, change: (record: ObjectRecord) => ObjectRecord): Promise<ObjectRecord> =>
    inTurn(key, async () => {
      const path = pathOf(key)
      const current = await openSealed(path)
      if (!current) throw new S3Error('NoSuchKey', undefined, { Key: key })
      const aside = temporary()
      try {
        const record = await writeSealed(aside, current.stream(), () => change(current.record))
        await commit(aside, path)
        return record
      } finally {
        await current.close()
        await rm(aside, { force: true })
      }
    })

  const open = (key: string): Promise<SealedFile | undefined> => openSealed(pathOf(key))

  const record = (key: string): Promise<ObjectRecord | undefined> => readRecord(pathOf(key))

  const keys = (cursor: KeyCursor) => orderedKeys({ tree, long }, cursor)

  const isEmpty = async () => {
    for await (const _ of keys({ prefix: '', after: '' })) return false
    return true
  }

  const configure = (change: Pick<BucketConfiguration, 'cors'> | Pick<BucketConfiguration, 'lifecycle'>) =>
    inTurn('', async () => {
      const next = { ...configuration, ...change }
      await replaceJson(join(folder, CONFIGURATION_FILE), temporary(), next)
      configuration = next
    })

  /** Drops the bucket if it is empty: from then on nothing can be written. */
  const drop = async () => {
    if (!(await isEmpty())) return false
    dropped = true
    await Promise.allSettled(committing)
    dropped = await isEmpty()
    return dropped
  }

  return {
    name,
    put,
    remove,
    revise,
    open,
    record,
    keys,
    isEmpty,
    configure,
    configuration: () => configuration,
    drop,
    uploads: openUploads(join(folder, 'uploads'), temporary),
  }
}
