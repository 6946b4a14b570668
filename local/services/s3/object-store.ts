// All buckets below one folder. What a crash left unfinished is cleared away when it opens.
import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Bucket,
  type BucketConfiguration,
  CONFIGURATION_FILE,
  INCOMING_FOLDER,
  openBucket,
} from './bucket.ts'
import { makeFolder, moveFile, readJson, replaceJson, syncFolder } from './durable.ts'
import { keyLock } from './key-lock.ts'
import { decodeSegment, encodeSegment } from './key-path.ts'
import { S3Error } from './s3-error.ts'

export type ObjectStore = Awaited<ReturnType<typeof openObjectStore>>

const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Begins the name of a bucket's folder while it is being deleted; no encoded bucket name does. */
const TRASH = '~'

const prepare = async (name: string, folder: string, configuration: BucketConfiguration) => {
  const incoming = join(folder, INCOMING_FOLDER)
  await rm(incoming, { recursive: true, force: true })
  await makeFolder(incoming)
  await makeFolder(join(folder, 'objects'))
  const bucket = openBucket(name, folder, configuration)
  await bucket.uploads.clean()
  return bucket
}

const loadBuckets = async (directory: string) => {
  const buckets = new Map<string, Bucket>()
  for (const entry of await readdir(directory)) {
    const folder = join(directory, entry)
    const name = decodeSegment(entry)
    if (entry.startsWith(TRASH)) await rm(folder, { recursive: true, force: true })
    if (entry.startsWith(TRASH) || name === undefined) continue
    const configuration = (await readJson(join(folder, CONFIGURATION_FILE))) as
      | BucketConfiguration
      | undefined
    if (configuration) buckets.set(name, await prepare(name, folder, configuration))
  }
  return buckets
}

export const openObjectStore = async (directory: string) => {
  await makeFolder(directory)
  const buckets = await loadBuckets(directory)
  const inTurn = keyLock()
  const folderOf = (name: string) => join(directory, encodeSegment(name))

  const bucket = (name: string): Bucket => {
    const found = buckets.get(name)
    if (!found) throw new S3Error('NoSuchBucket', undefined, { BucketName: name })
    return found
  }

  const createBucket = (name: string, createdAt: number) =>
    inTurn(name, async () => {
      if (!BUCKET_NAME.test(name)) throw new S3Error('InvalidBucketName', undefined, { BucketName: name })
      if (buckets.has(name)) {
        throw new S3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: name })
      }
      const folder = folderOf(name)
      await makeFolder(folder)
      const created = await prepare(name, folder, { createdAt })
      await replaceJson(join(folder, CONFIGURATION_FILE), join(folder, INCOMING_FOLDER, randomUUID()), {
        createdAt,
      })
      buckets.set(name, created)
    })

  const deleteBucket = (name: string) =>
    inTurn(name, async () => {
      if (!(await bucket(name).drop())) {
        throw new S3Error('BucketNotEmpty', undefined, { BucketName: name })
      }
      buckets.delete(name)
      const trash = join(directory, `${TRASH}${randomUUID()}`)
      await moveFile(folderOf(name), trash)
      await syncFolder(directory)
      await rm(trash, { recursive: true, force: true })
    })

  const all = () => [...buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1))

  return { bucket, find: (name: string) => buckets.get(name), createBucket, deleteBucket, all }
}
