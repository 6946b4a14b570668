// Streams, shards and records as Playhead relies on them: against the embedded service, or AWS.
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createStream,
  deleteStream,
  type Endpoint,
  openEndpoint,
  readShard,
  readStream,
  refusal,
  shardIds,
  TIMEOUT_MS,
  texts,
} from './kinesis-endpoint.ts'

const FIRST = 'shardId-000000000000'

describe('Kinesis streams', { timeout: TIMEOUT_MS }, () => {
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

  test('a record comes back with its bytes, its key and its sequence number', async () => {
    const Data = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const { SequenceNumber, ShardId } = await client.send(
      new PutRecordCommand({ StreamName: stream, PartitionKey: 'clé-🔑', Data }),
    )
    const [record] = await readShard(client, stream, FIRST, {
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: SequenceNumber,
    })
    expect(ShardId).toBe(FIRST)
    expect(record).toMatchObject({ PartitionKey: 'clé-🔑', SequenceNumber })
    expect(Buffer.from(record?.Data ?? [])).toEqual(Buffer.from(Data))
    expect(Math.abs(Date.now() - Number(record?.ApproximateArrivalTimestamp))).toBeLessThan(600_000)
  })

  test('sequence numbers are 56 digits and grow with every record of a shard', async () => {
    const numbers: string[] = []
    for (const data of ['a', 'b', 'c']) numbers.push((await put(data)).SequenceNumber ?? '')
    expect(numbers.every((number) => /^[1-9]\d{55}$/.test(number))).toBe(true)
    expect(numbers.toSorted()).toEqual(numbers)
    expect(new Set(numbers).size).toBe(3)
  })

  test('a partition key always leads to the same shard, and keys spread over all shards', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `visitor-${index % 30}`)
    const { FailedRecordCount, Records = [] } = await client.send(
      new PutRecordsCommand({
        StreamName: fourShards,
        Records: keys.map((PartitionKey) => ({ PartitionKey, Data: Buffer.from(PartitionKey) })),
      }),
    )
    const shards = Records.map(({ ShardId }) => ShardId)
    expect(FailedRecordCount).toBe(0)
    expect(shards.slice(0, 30)).toEqual(shards.slice(30))
    expect(new Set(shards).size).toBe(4)
    expect(texts(await readStream(client, fourShards)).toSorted()).toEqual(keys.toSorted())
  })

  test('the shard is the one whose range holds the MD5 of the key, or the explicit hash key', async () => {
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: fourShards }))
    const holding = (key: bigint) =>
      Shards.find(
        ({ HashKeyRange: range }) =>
          BigInt(range?.StartingHashKey ?? -1) <= key && key <= BigInt(range?.EndingHashKey ?? -1),
      )?.ShardId
    // MD5 of `a`, as the specification of MD5 gives it.
    const { ShardId } = await put('by key', 'a', fourShards)
    expect(ShardId).toBe(holding(0x0cc175b9c0f1b6a831c399e269772661n))
    for (const key of [0n, 2n ** 127n, 2n ** 128n - 1n]) {
      const explicit = await client.send(
        new PutRecordCommand({
          StreamName: fourShards,
          PartitionKey: 'a',
          ExplicitHashKey: String(key),
          Data: Buffer.from('by hash'),
        }),
      )
      expect(explicit.ShardId).toBe(holding(key))
    }
  })

  test('the ranges of the shards cover every hash key once', async () => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: fourShards }))
    let next = 0n
    for (const { HashKeyRange } of StreamDescription?.Shards ?? []) {
      expect(HashKeyRange?.StartingHashKey).toBe(String(next))
      next = BigInt(HashKeyRange?.EndingHashKey ?? 0) + 1n
    }
    expect(next).toBe(2n ** 128n)
    expect(StreamDescription).toMatchObject({ StreamStatus: 'ACTIVE', RetentionPeriodHours: 24 })
  })

  test('streams and shards are listed in pages', async () => {
    const names: string[] = []
    for (let token: string | undefined, more = true; more; ) {
      const page = await client.send(new ListStreamsCommand({ Limit: 1, NextToken: token }))
      names.push(...(page.StreamNames ?? []))
      token = page.NextToken
      more = page.HasMoreStreams ?? false
    }
    expect(names).toEqual(expect.arrayContaining([stream, fourShards]))

    const first = await client.send(new ListShardsCommand({ StreamName: fourShards, MaxResults: 3 }))
    const rest = await client.send(new ListShardsCommand({ NextToken: first.NextToken }))
    const ids = [...(first.Shards ?? []), ...(rest.Shards ?? [])].map(({ ShardId }) => ShardId)
    expect(ids).toEqual(await shardIds(client, fourShards))
    expect(first.Shards).toHaveLength(3)
    expect(rest.NextToken).toBeUndefined()
  })

  test('a stream can be told by its ARN', async () => {
    const { StreamDescriptionSummary: summary } = await client.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    )
    expect(summary).toMatchObject({ OpenShardCount: 1, StreamModeDetails: { StreamMode: 'PROVISIONED' } })
    const { ShardId } = await client.send(
      new PutRecordCommand({
        StreamARN: summary?.StreamARN,
        PartitionKey: 'key',
        Data: Buffer.from('by arn'),
      }),
    )
    expect(ShardId).toBe(FIRST)
  })

  test('what does not exist is not found', async () => {
    const missing = 'playhead-contract-no-such-stream'
    expect(await refusal(put('x', 'k', missing))).toBe('ResourceNotFoundException')
    expect(await refusal(client.send(new DeleteStreamCommand({ StreamName: missing })))).toBe(
      'ResourceNotFoundException',
    )
    expect(await refusal(readShard(client, stream, 'shardId-000000000077'))).toBe('ResourceNotFoundException')
  })

  test('a name is given once', async () => {
    const again = new CreateStreamCommand({ StreamName: stream, ShardCount: 1 })
    expect(await refusal(client.send(again))).toBe('ResourceInUseException')
  })
})
