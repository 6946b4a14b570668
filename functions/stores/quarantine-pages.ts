// The quarantine a page at a time, newest days first, without a look at everything that lies there.
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import {
  GIVEN_UP_PREFIX,
  type Quarantined,
  toQuarantined,
  UNREADABLE_PREFIX,
} from '../../core/quarantine/quarantined.ts'
import { readObject } from './objects.ts'

export type QuarantinePages = ReturnType<typeof quarantinePages>

/** Objects that one page reads, whoever they belong to: a quarter of a second to a second. */
const OBJECTS_READ_MAX = 200

/** Bytes that one page reads: those that Lambda gave up hold up to a hundred records. */
const BYTES_READ_MAX = 48_000_000

const CONCURRENCY = 8

/** Levels of folders down to the day: `unreadable/<function>/date=<day>/`, `aws/lambda/<mapping>/<shard>/<y>/<m>/<d>/`. */
const LEVELS: [prefix: string, depth: number][] = [
  [UNREADABLE_PREFIX, 2],
  [GIVEN_UP_PREFIX, 5],
]

export const quarantinePages = (client: S3Client, bucket: string) => {
  const list = (Prefix: string, more: { Delimiter?: string; StartAfter?: string; MaxKeys?: number }) =>
    client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ...more }))

  const foldersBelow = async (prefix: string, depth: number): Promise<string[]> => {
    if (depth === 0) return [prefix]
    const { CommonPrefixes = [] } = await list(prefix, { Delimiter: '/' })
    const inner = CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? [])
    return (await Promise.all(inner.map((folder) => foldersBelow(folder, depth - 1)))).flat()
  }

  const read = async (key: string): Promise<{ object?: Quarantined; bytes: number }> => {
    const found = await readObject(client, bucket, key)
    if (!found) return { bytes: 0 }
    const bytes = found.bytes.byteLength
    try {
      return { object: toQuarantined(key, JSON.parse(new TextDecoder().decode(found.bytes))), bytes }
    } catch {
      // Nobody else writes there; what is damaged names no project, and is the operator's.
      return { bytes }
    }
  }

  return {
    /** Undefined when it is gone, or none of what is kept here. */
    find: async (key: string): Promise<Quarantined | undefined> => (await read(key)).object,

    /** What `pick` makes of the objects behind the key `after`; `next` is undefined when all were looked at. */
    page: async <T>(
      { after, limit }: { after: string | undefined; limit: number },
      pick: (object: Quarantined) => T | undefined,
    ): Promise<{ found: T[]; next: string | undefined }> => {
      const levels = LEVELS.map(([prefix, depth]) => foldersBelow(prefix, depth))
      const folders = (await Promise.all(levels)).flat().sort(newestDayFirst)
      const begun = after === undefined ? undefined : after.slice(0, after.lastIndexOf('/') + 1)
      const found: T[] = []
      let [objects, bytes] = [0, 0]
      for (const folder of folders) {
        if (begun !== undefined && newestDayFirst(folder, begun) < 0) continue
        let last = folder === begun ? after : undefined
        for (let more = true; more; ) {
          const MaxKeys = CONCURRENCY
          const part = await list(folder, { MaxKeys, ...(last !== undefined && { StartAfter: last }) })
          const keys = (part.Contents ?? []).flatMap(({ Key }) => Key ?? [])
          const contents = await Promise.all(keys.map(read))
          for (const [at, key] of keys.entries()) {
            const { object, bytes: size = 0 } = contents[at] ?? {}
            last = key
            objects += 1
            bytes += size
            const picked = object && pick(object)
            if (picked !== undefined) found.push(picked)
            if (found.length === limit || objects >= OBJECTS_READ_MAX || bytes >= BYTES_READ_MAX)
              return { found, next: last }
          }
          more = part.IsTruncated === true
        }
      }
      return { found, next: undefined }
    },
  }
}

const dayOf = (folder: string): string => {
  const parts = folder.split('/')
  return folder.startsWith(UNREADABLE_PREFIX)
    ? (parts.at(-2) ?? '').slice('date='.length)
    : parts.slice(-4, -1).join('-')
}

const newestDayFirst = (a: string, b: string): number => {
  const [dayA, dayB] = [dayOf(a), dayOf(b)]
  if (dayA !== dayB) return dayA > dayB ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
