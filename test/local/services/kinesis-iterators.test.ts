// How readers find their place and go on: against the embedded service, or AWS.
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createStream,
  deleteStream,
  type Endpoint,
  openEndpoint,
  readOn,
  readShard,
  refusal,
  TIMEOUT_MS,
  texts,
} from './kinesis-endpoint.ts'

const FIRST = 'shardId-000000000000'

describe('Kinesis iterators', { timeout: TIMEOUT_MS }, () => {
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

  test('an iterator starts at the oldest record, at a number, or after it', async () => {
    await put('zero')
    const { SequenceNumber } = await put('one')
    await put('two')
    const from = async (type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER') =>
      texts(
        await readShard(client, stream, FIRST, {
          ShardIteratorType: type,
          StartingSequenceNumber: SequenceNumber,
        }),
      )
    expect(await from('AT_SEQUENCE_NUMBER')).toEqual(['one', 'two'])
    expect(await from('AFTER_SEQUENCE_NUMBER')).toEqual(['two'])
    const all = texts(await readShard(client, stream, FIRST))
    expect(all.slice(-3)).toEqual(['zero', 'one', 'two'])
  })

  test('an iterator at the latest place sees only what comes after it', async () => {
    await put('before')
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName: stream, ShardId: FIRST, ShardIteratorType: 'LATEST' }),
    )
    const { Records, NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }))
    expect(Records).toEqual([])
    await put('after')
    expect(texts(await readOn(client, NextShardIterator))).toEqual(['after'])
  })

  test('an iterator at a time starts with the first record of that time or later', async () => {
    await put('early')
    const late = await put('late')
    const [record] = await readShard(client, stream, FIRST, {
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: late.SequenceNumber,
    })
    const arrival = record?.ApproximateArrivalTimestamp ?? new Date()
    const at = async (Timestamp: Date) =>
      texts(await readShard(client, stream, FIRST, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp }))
    expect(await at(arrival)).toContain('late')
    expect(await at(new Date(Number(arrival) - 3_600_000))).toEqual(
      texts(await readShard(client, stream, FIRST)),
    )
    expect(await at(new Date(Number(arrival) + 1))).not.toContain('early')
  })

  test('a limit cuts a page, and the next iterator goes on behind it', async () => {
    const { SequenceNumber } = await put('p1')
    await put('p2')
    await put('p3')
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId: FIRST,
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        StartingSequenceNumber: SequenceNumber,
      }),
    )
    const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 2 }))
    expect(texts(page.Records ?? [])).toEqual(['p1', 'p2'])
    expect(texts(await readOn(client, page.NextShardIterator))).toEqual(['p3'])
  })

  test('a place that is none is refused', async () => {
    const { SequenceNumber } = await put('x', 'k', fourShards)
    const start = (input: object) =>
      refusal(readShard(client, stream, FIRST, input as Parameters<typeof readShard>[3]))
    const foreign = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: SequenceNumber }
    expect(await start(foreign)).toBe('InvalidArgumentException')
    expect(await start({ ShardIteratorType: 'AT_SEQUENCE_NUMBER' })).toBe('InvalidArgumentException')
    expect(await start({ ShardIteratorType: 'SOMEWHERE' })).toBe('ValidationException')
    const future = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(Date.now() + 3_600_000) }
    expect(await start(future)).toBe('InvalidArgumentException')
    const broken = new GetRecordsCommand({ ShardIterator: 'bm9uc2Vuc2U=' })
    expect(await refusal(client.send(broken))).toBe('InvalidArgumentException')
  })
})
