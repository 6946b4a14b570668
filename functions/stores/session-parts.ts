// What a session did: its batches, one object per session and delivery, until the session is merged.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type StampedBatch, stampedBatchSchema } from '../../core/ingest/stamped-batch.ts'
import { onceEach } from '../../core/sessions/once-each.ts'
import { NDJSON_GZIP, packLines, type RecordRange, rangeName, unpackLines } from './ndjson.ts'
import { deleteKeys, listKeys, readObject } from './objects.ts'
import { replayStore } from './replay.ts'

export type SessionParts = ReturnType<typeof sessionParts>

/** Not a passing failure: its bytes are no batches. */
export class UnreadablePart extends Error {}

/** Objects read at once. */
const CONCURRENCY = 16

/** Times that a reader begins again because a merge took away what it was about to read: merges are minutes apart. */
const ATTEMPTS = 5

export const sessionParts = (client: S3Client, bucket: string) => {
  const replay = replayStore(client, bucket)

  const list = (projectId: string, sessionId: string): Promise<string[]> =>
    listKeys(client, bucket, prefixOf(projectId, sessionId))

  /** Undefined when it is merged and gone. */
  const read = async (key: string): Promise<StampedBatch[] | undefined> => {
    const found = await readObject(client, bucket, key)
    if (!found) return undefined
    try {
      return unpackLines(found.bytes).map((line) => stampedBatchSchema.parse(line))
    } catch (cause) {
      throw new UnreadablePart('A part of a session cannot be read.', { cause })
    }
  }

  /** Undefined when something went away meanwhile. Parts are listed first: what is gone by then, the manifest has. */
  const tryReadAll = async (projectId: string, sessionId: string): Promise<StampedBatch[] | undefined> => {
    const keys = await list(projectId, sessionId)
    const merged = await replay.readManifest(projectId, sessionId)
    const batches = merged ? await replay.readEvents(merged.manifest) : []
    if (!batches) return undefined
    for (let at = 0; at < keys.length; at += CONCURRENCY) {
      const parts = await Promise.all(keys.slice(at, at + CONCURRENCY).map(read))
      if (parts.includes(undefined)) return undefined
      batches.push(...parts.flatMap((part) => part ?? []))
    }
    return batches
  }

  return {
    /** All of one session. */
    write: async (batches: [StampedBatch, ...StampedBatch[]], range: RecordRange): Promise<void> => {
      const { projectId, sessionId } = batches[0]
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `${prefixOf(projectId, sessionId)}${rangeName(range)}`,
          Body: packLines(batches),
          ...NDJSON_GZIP,
        }),
      )
    },

    list,

    read,

    remove: (keys: string[]): Promise<void> => deleteKeys(client, bucket, keys),

    /** Every stored batch once, merged or not, in no order; the recording only of what is not merged. */
    readAll: async (projectId: string, sessionId: string): Promise<StampedBatch[]> => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const batches = await tryReadAll(projectId, sessionId)
        if (batches) return onceEach(batches)
      }
      throw new Error('The session was merged under every try.')
    },
  }
}

const prefixOf = (projectId: string, sessionId: string): string => `sessions/${projectId}/${sessionId}/parts/`
