// Batches that are too large for a record of the stream: whole in S3, while the record carries their key.
import { createHash } from 'node:crypto'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Claim } from '../../core/ingest/claim.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { readObject } from './objects.ts'

export type ClaimStore = ReturnType<typeof claims>

export const claims = (client: S3Client, bucket: string) => ({
  /** `bytes` is the batch as JSON. Returns when it is stored: until then no record may point to it. */
  write: async (batch: StampedBatch, bytes: Uint8Array, signal?: AbortSignal): Promise<Claim> => {
    const { v, projectId, visitorId, sessionId, tabId, seq, receivedAt } = batch
    const key = `${folderOf(batch)}${nameOf(bytes)}.json`
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: 'application/json' }),
      { ...(signal && { abortSignal: signal }) },
    )
    const claim = { key, bytes: bytes.byteLength }
    return { v, projectId, visitorId, sessionId, tabId, seq, receivedAt, claim }
  },

  /** Undefined when nothing lies there, and when the key is not one of its own session. */
  read: async (claim: Claim): Promise<string | undefined> => {
    const { key } = claim.claim
    if (!key.startsWith(folderOf(claim))) return undefined
    const found = await readObject(client, bucket, key)
    return found && new TextDecoder().decode(found.bytes)
  },
})

/** Everything claimed of a session is in one folder, so that it goes with the session. */
const folderOf = ({ projectId, sessionId }: Pick<StampedBatch, 'projectId' | 'sessionId'>): string =>
  `claims/${projectId}/${sessionId}/`

/**
 * Hexadecimal digits of the hash of the content: a write that is done again overwrites itself, and a page that sends
 * its batch again, at another time, never changes what an earlier record points to.
 */
const NAME_DIGITS = 32

const nameOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, NAME_DIGITS)
