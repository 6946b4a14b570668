// Kinesis records as deliveries, those that are claimed with what they claim; what can never be read is set aside.
import type { KinesisStreamRecord } from 'aws-lambda'
import type { Claim } from '../../../core/ingest/claim.ts'
import {
  type ReadBatch,
  type ReadRecord,
  readClaimed,
  readRecord as readValue,
} from '../../../core/ingest/read-record.ts'
import { CLAIMED_AT_ONCE_MAX_BYTES } from '../../../core/limits.ts'
import type { Delivery } from './delivery.ts'

/** Undefined when nothing lies there; throws when that cannot be told right now. */
export type Claims = { read(claim: Claim): Promise<string | undefined> }

export type Failure = { position: number; error: unknown; about?: Delivery[] }

type Read = { record: KinesisStreamRecord; position: number; read: ReadRecord }

/** Records in their order, in portions of which the claimed batches fit in memory together: mostly a single one. */
export const portionsOf = (records: KinesisStreamRecord[]): Read[][] => {
  const portions: Read[][] = []
  let claimed = 0
  for (const [position, record] of records.entries()) {
    const read = readRecord(record)
    const bytes = 'claim' in read ? read.claim.claim.bytes : 0
    const portion = portions.at(-1)
    if (portion && claimed + bytes <= CLAIMED_AT_ONCE_MAX_BYTES) {
      portion.push({ record, position, read })
      claimed += bytes
    } else {
      portions.push([{ record, position, read }])
      claimed = bytes
    }
  }
  return portions
}

/** Up to the first record that could be neither read nor set aside. */
export const readPortion = async (
  portion: Read[],
  claims: Claims,
  setAside: (record: KinesisStreamRecord, reason: string) => Promise<void>,
): Promise<{ deliveries: Delivery[]; failed: Failure | undefined }> => {
  const deliveries: Delivery[] = []
  const found = await Promise.allSettled(portion.map(({ read }) => resolved(read, claims)))
  for (const [index, { record, position }] of portion.entries()) {
    const result = found[index]
    if (result?.status !== 'fulfilled') return { deliveries, failed: { position, error: result?.reason } }
    const { value: read } = result
    if ('batch' in read) {
      const { sequenceNumber } = record.kinesis
      deliveries.push({ batch: read.batch, shardId: shardOf(record), sequenceNumber, position })
      continue
    }
    try {
      await setAside(record, read.reason)
    } catch (error) {
      return { deliveries, failed: { position, error } }
    }
  }
  return { deliveries, failed: undefined }
}

const resolved = async (read: ReadRecord, claims: Claims): Promise<ReadBatch> =>
  'claim' in read ? readClaimed(read.claim, await claims.read(read.claim)) : read

const readRecord = ({ kinesis }: KinesisStreamRecord): ReadRecord => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(kinesis.data, 'base64'))
    return readValue(JSON.parse(text))
  } catch (error) {
    return { reason: error instanceof SyntaxError ? 'record: not JSON' : 'record: not UTF-8' }
  }
}

/** `eventID` is `<shardId>:<sequenceNumber>`. */
export const shardOf = ({ eventID }: KinesisStreamRecord): string => eventID.split(':')[0] ?? ''
