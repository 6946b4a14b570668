// What the functions left in S3 and on the stream, as a test reads it.
import { gunzipSync } from 'node:zlib'
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { textOfRecord } from '../../functions/stores/record-bytes.ts'

export const objectsIn = async (Bucket: string): Promise<Record<string, string>> => {
  const client = new S3Client()
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
  const objects: Record<string, string> = {}
  for (const { Key = '' } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? [])
    objects[Key] = (Key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  }
  return objects
}

export const linesOf = (text: string | undefined): unknown[] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

export const recordsOn = async (StreamName: string) => {
  const { kinesis: client } = await import('../../functions/runtime/clients/kinesis.ts')
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }))
  const records = []
  for (const { ShardId } of Shards) {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    )
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }))
    records.push(...Records)
  }
  return records.map(({ Data, PartitionKey }) => ({
    partitionKey: PartitionKey,
    batch: JSON.parse(textOfRecord(Buffer.from(Data ?? []).toString('base64'))),
  }))
}
