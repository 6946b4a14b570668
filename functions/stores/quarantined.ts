// The quarantine as an operator reads it, and the way back onto the stream.
import { createHash } from 'node:crypto'
import { type KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import {
  GIVEN_UP_PREFIX,
  type Quarantined,
  type QuarantinedRecord,
  toQuarantined,
  UNREADABLE_PREFIX,
} from '../../core/quarantine/quarantined.ts'
import { givenUpRecords, partitionKeyOf } from './given-up-records.ts'
import { readObject } from './objects.ts'

export type QuarantinedStore = ReturnType<typeof quarantined>

export const quarantined = (client: S3Client, bucket: string) => ({
  /** Keys with their ids, by prefix and then as S3 sorts them. */
  list: async function* (): AsyncGenerator<{ id: string; key: string }> {
    for (const Prefix of [UNREADABLE_PREFIX, GIVEN_UP_PREFIX]) {
      let from: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix, ...(from && { ContinuationToken: from }) }),
        )
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield { id: idOf(Key), key: Key }
        from = page.NextContinuationToken
      } while (from)
    }
  },

  read: async (key: string): Promise<Quarantined> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    return toQuarantined(key, JSON.parse((await Body?.transformToString()) ?? ''))
  },

  /** The object as JSON; undefined when it is gone, or no JSON. */
  content: async (key: string): Promise<unknown> => {
    const found = await readObject(client, bucket, key)
    try {
      return found && JSON.parse(new TextDecoder().decode(found.bytes))
    } catch {
      return undefined
    }
  },

  rewrite: async (key: string, content: unknown): Promise<void> => {
    const Body = JSON.stringify(content)
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json' }),
    )
  },

  remove: async (key: string): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
  },

  /** Leaves what else lies in the object, and never brings back what somebody removed meanwhile. */
  takeOut: async (key: string, isTaken: (partitionKey: string) => boolean): Promise<void> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await readObject(client, bucket, key)
      if (!found) return
      const whole = JSON.parse(new TextDecoder().decode(found.bytes))
      const given = key.startsWith(GIVEN_UP_PREFIX) ? givenUpRecords(whole) : undefined
      const left = given?.records.filter((record) => !isTaken(partitionKeyOf(record))) ?? []
      if (!given || left.length === 0) {
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
        return
      }
      if (left.length === given.records.length) return
      const Body = JSON.stringify(given.with(left))
      const put = { Bucket: bucket, Key: key, Body, ContentType: 'application/json', IfMatch: found.etag }
      if (await isWritten(client.send(new PutObjectCommand(put)))) return
    }
    throw new Error('An object of the quarantine was changed under every try.')
  },
})

/** Times that an object is read again because somebody else changed it: an erasure, or another redrive. */
const ATTEMPTS = 5

const isWritten = (put: Promise<unknown>): Promise<boolean> =>
  put.then(
    () => true,
    (error: Error) => {
      if (CHANGED.includes(error.name)) return false
      throw error
    },
  )

const CHANGED = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']

/** Hexadecimal digits of an id: a person types it, and a quarantine is not large. */
const ID_DIGITS = 12

/** What the operator's command calls an object. */
export const idOf = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, ID_DIGITS)

export const redelivery = (client: KinesisClient, stream: string) => ({
  /** As it was delivered, to the shard of its session; it gets a new sequence number. */
  put: async ({ partitionKey, data }: QuarantinedRecord): Promise<void> => {
    await client.send(
      new PutRecordCommand({
        StreamName: stream,
        PartitionKey: partitionKey,
        Data: Buffer.from(data, 'base64'),
      }),
    )
  },
})
