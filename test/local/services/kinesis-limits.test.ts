// What Kinesis refuses, and by which name: against the embedded service, or AWS.
import { type KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createStream,
  deleteStream,
  type Endpoint,
  openEndpoint,
  readShard,
  readStream,
  refusal,
  TIMEOUT_MS,
  texts,
} from './kinesis-endpoint.ts'

const MIB = 1_048_576
const FIRST = 'shardId-000000000000'

describe('Kinesis limits', { timeout: TIMEOUT_MS }, () => {
  let endpoint: Endpoint
  let client: KinesisClient
  let stream: string
  let fourShards: string

  beforeAll(async () => {
    endpoint = await openEndpoint()
    client = endpoint.client
    stream = await createStream(client)
    fourShards = await createStream(client, { StreamModeDetails: { StreamMode: 'ON_DEMAND' } })
  }, TIMEOUT_MS)

  afterAll(async () => {
    await deleteStream(client, stream)
    await deleteStream(client, fourShards)
    await endpoint.stop()
  })

  const put = async (data: string, PartitionKey = 'key', StreamName = stream) =>
    await client.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(data) }))

  test('a shard that is asked for too much fails the records beyond it, and only those', async () => {
    const crowded = await createStream(client)
    const records = Array.from({ length: 500 }, (_, index) => ({
      PartitionKey: 'key',
      Data: Buffer.alloc(4_096, `${index} `),
    }))
    const { FailedRecordCount = 0, Records = [] } = await client.send(
      new PutRecordsCommand({ StreamName: crowded, Records: records }),
    )
    const accepted = records.filter((_, index) => Records[index]?.SequenceNumber !== undefined)
    const refused = Records.filter(({ ErrorCode }) => ErrorCode !== undefined)
    expect(FailedRecordCount).toBe(refused.length)
    expect(accepted.length + refused.length).toBe(500)
    expect(accepted.length).toBeGreaterThan(0)
    expect(refused.length).toBeGreaterThan(0)
    expect(new Set(refused.map(({ ErrorCode }) => ErrorCode))).toEqual(
      new Set(['ProvisionedThroughputExceededException']),
    )
    expect(texts(await readStream(client, crowded)).toSorted()).toEqual(
      accepted.map(({ Data }) => Data.toString()).toSorted(),
    )
    await deleteStream(client, crowded)
  })

  test('a record may have 1 MiB and no byte more', async () => {
    const roomy = await createStream(client)
    const send = (bytes: number, PartitionKey = 'k') =>
      refusal(
        client.send(new PutRecordCommand({ StreamName: roomy, PartitionKey, Data: Buffer.alloc(bytes) })),
      )
    expect(await send(MIB + 1)).toBe('ValidationException')
    expect(await send(MIB, 'k')).toBe('InvalidArgumentException')
    expect(await send(MIB - 1, 'k')).toBe('accepted')
    const [record] = await readShard(client, roomy, FIRST)
    expect(record?.Data).toHaveLength(MIB - 1)
    await deleteStream(client, roomy)
  })

  test('a request may have 500 records and 10 MiB', async () => {
    const send = (count: number, bytes: number) =>
      refusal(
        client.send(
          new PutRecordsCommand({
            StreamName: fourShards,
            Records: Array.from({ length: count }, () => ({
              PartitionKey: 'k',
              Data: Buffer.alloc(bytes),
            })),
          }),
        ),
      )
    expect(await send(501, 1)).toBe('ValidationException')
    expect(await send(11, MIB - 1)).toBe('InvalidArgumentException')
    expect(await send(500, 1)).toBe('accepted')
  })

  test('input beyond the rules of a field is refused as invalid', async () => {
    const Data = Buffer.from('x')
    const record = (PartitionKey: string, ExplicitHashKey?: string) =>
      refusal(client.send(new PutRecordCommand({ StreamName: stream, PartitionKey, Data, ExplicitHashKey })))
    expect(await record('')).toBe('ValidationException')
    expect(await record('k'.repeat(257))).toBe('ValidationException')
    expect(await record('k', '01')).toBe('ValidationException')
    expect(await record('k', String(2n ** 128n))).toBe('InvalidArgumentException')
    expect(await refusal(put('x', 'k', 'no spaces'))).toBe('ValidationException')
    expect(await refusal(client.send(new PutRecordsCommand({ StreamName: stream, Records: [] })))).toBe(
      'ValidationException',
    )
  })
})
