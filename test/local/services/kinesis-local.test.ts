// What the embedded Kinesis offers beyond AWS, and what it says to requests that no client would send.
import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KinesisService, startKinesis } from '../../../local/services/kinesis/server.ts'
import {
  createStream,
  isRemote,
  type Local,
  readStream,
  startLocal,
  temporaryDirectory,
  texts,
} from './kinesis-endpoint.ts'

describe.skipIf(isRemote)('Kinesis, embedded', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let local: Local
  let service: KinesisService
  let time: number

  beforeEach(async () => {
    time = Date.now()
    directory = await temporaryDirectory()
    local = await startLocal({ directory: directory.path, now: () => time })
    service = local.service
  })
  afterEach(async () => {
    await local.stop()
    await directory.remove()
  })

  const put = async (StreamName: string, data = 'x') =>
    await local.client.send(
      new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: Buffer.from(data) }),
    )

  const call = async (target: string, body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Kinesis_20131202.${target}`,
        authorization: 'AWS4-HMAC-SHA256 Credential=local',
        ...headers,
      },
      body,
    })
    const { __type } = (await response.json()) as { __type: string }
    return `${response.status} ${__type}`
  }

  test('bad requests get the errors of the wire protocol', async () => {
    expect(await call('ListStreams', '{"Limit":')).toBe('400 SerializationException')
    expect(await call('ListStreams', '[]')).toBe('400 SerializationException')
    expect(await call('ListStreams', '{"Limit":"many"}')).toBe('400 SerializationException')
    expect(await call('PutRecord', '{"PartitionKey":"k","Data":"a*b="}')).toBe('400 ValidationException')
    expect(await call('SplitShard', '{}')).toBe('400 UnknownOperationException')
    expect(await call('ListStreams', '{}', { authorization: '' })).toBe(
      '400 MissingAuthenticationTokenException',
    )
    expect(await call('ListStreams', '{}', { 'content-type': 'text/plain' })).toBe(
      '404 UnknownOperationException',
    )
    expect(await call('ListStreams', ' '.repeat(16 * 1_048_576 + 1))).toBe('413 ValidationException')
  })

  test('data that is not base64 is refused and leaves no trace', async () => {
    const stream = await createStream(local.client)
    for (const data of ['a*b=', 'abc', 'ab-_']) {
      const body = JSON.stringify({ StreamName: stream, PartitionKey: 'k', Data: data })
      expect(await call('PutRecord', body)).toBe('400 SerializationException')
    }
    expect(await readStream(local.client, stream)).toEqual([])
  })

  test('a listener hears of new records when they can be read, until it leaves', async () => {
    const stream = await createStream(local.client)
    const heard: string[] = []
    const leave = service.onAppend((streamName, shardId) => heard.push(`${streamName} ${shardId}`))
    await put(stream)
    expect(heard).toEqual([`${stream} shardId-000000000000`])
    leave()
    await put(stream)
    expect(heard).toHaveLength(1)
  })

  test('readers in this process get what a client gets, from wherever they begin, each record read once', async () => {
    const stream = await createStream(local.client)
    for (const data of ['a', 'b', 'c']) await put(stream, data)
    const { shards } = service
    const [shardId = ''] = await shards.shardIds(stream)
    const open = (after?: string, startAt: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON') =>
      shards.open({ streamName: stream, shardId, after, startAt })
    const first = open()
    const [one, other] = await Promise.all([first.next(), open().next()])
    expect(one?.records.map(({ data }) => String(data))).toEqual(['a', 'b', 'c'])
    expect(one?.records.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
      (await readStream(local.client, stream)).map(({ SequenceNumber }) => SequenceNumber),
    )
    expect(one?.caughtUp).toBe(true)
    expect(other?.records[0]?.data).toBe(one?.records[0]?.data)
    expect(
      (await open(one?.records[0]?.sequenceNumber).next())?.records.map(({ data }) => `${data}`),
    ).toEqual(['b', 'c'])
    const late = open(undefined, 'LATEST')
    expect((await late.next())?.records).toEqual([])
    await put(stream, 'd')
    expect((await first.next())?.records.map(({ data }) => `${data}`)).toEqual(['d'])
    expect((await late.next())?.records.map(({ data }) => `${data}`)).toEqual(['d'])
    // A number of another stream says nothing of this one.
    expect((await open('495').next())?.records[0]?.data).toBe(one?.records[0]?.data)
  })

  test('throttling can be forced and lifted while the service runs', async () => {
    const stream = await createStream(local.client)
    service.setThroughput({ bytesPerSecond: 0, recordsPerSecond: 0 })
    await expect(put(stream)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' })
    service.setThroughput({ bytesPerSecond: 1_000, recordsPerSecond: 2 })
    const three = ['a', 'b', 'c'].map((data) => ({ PartitionKey: 'key', Data: Buffer.from(data) }))
    const { FailedRecordCount } = await local.client.send(
      new PutRecordsCommand({ StreamName: stream, Records: three }),
    )
    expect(FailedRecordCount).toBe(1)
    time += 500
    await put(stream, 'd')
    await expect(put(stream)).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' })
    service.setThroughput('unlimited')
    await put(stream, 'e')
    expect(texts(await readStream(local.client, stream))).toEqual(['a', 'b', 'd', 'e'])
  })

  test('a shard takes 1 MB or 1,000 records a second, and recovers as time goes by', async () => {
    const stream = await createStream(local.client)
    const send = async (count: number, bytes: number) => {
      const Records = Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes) }))
      return await local.client.send(new PutRecordsCommand({ StreamName: stream, Records }))
    }
    expect((await send(500, 9)).FailedRecordCount).toBe(0)
    expect((await send(500, 9)).FailedRecordCount).toBe(0)
    expect((await send(10, 9)).FailedRecordCount).toBe(10)
    time += 1_000
    expect((await send(20, 104_856)).FailedRecordCount).toBe(10)
    time += 500
    expect((await send(20, 104_856)).FailedRecordCount).toBe(15)
  })

  test('an iterator expires after five minutes', async () => {
    const stream = await createStream(local.client)
    const { ShardIterator } = await local.client.send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'LATEST',
      }),
    )
    time += 5 * 60_000
    await local.client.send(new GetRecordsCommand({ ShardIterator }))
    time += 1
    await expect(local.client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
      name: 'ExpiredIteratorException',
    })
  })

  test('a reader that is behind is told by how much', async () => {
    const stream = await createStream(local.client)
    await put(stream, 'one')
    await put(stream, 'two')
    const { ShardIterator } = await local.client.send(
      new GetShardIteratorCommand({
        StreamName: stream,
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    )
    time += 7_000
    const page = await local.client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }))
    expect(page.MillisBehindLatest).toBe(7_000)
  })

  test('records are kept for as long as the stream is told, across a restart', async () => {
    const stream = await createStream(local.client)
    const longer = new IncreaseStreamRetentionPeriodCommand({ StreamName: stream, RetentionPeriodHours: 48 })
    await local.client.send(longer)
    await put(stream, 'two days')
    await local.stop()
    local = await startLocal({ directory: directory.path, now: () => time })
    service = local.service
    time += 47 * 3_600_000
    expect(texts(await readStream(local.client, stream))).toEqual(['two days'])
    const summary = await local.client.send(new DescribeStreamSummaryCommand({ StreamName: stream }))
    expect(summary.StreamDescriptionSummary?.RetentionPeriodHours).toBe(48)
    time += 2 * 3_600_000
    expect(await readStream(local.client, stream)).toEqual([])
  })

  test('a stop loses nothing that was acknowledged, and the same directory starts again', async () => {
    const stream = await createStream(local.client)
    const acknowledged: string[] = []
    const puts = Array.from({ length: 40 }, (_, index) =>
      put(stream, `${index}`).then(() => acknowledged.push(`${index}`)),
    )
    const settled = Promise.allSettled(puts)
    await Promise.any(puts)
    await service.stop()
    await settled
    local.client.destroy()
    local = await startLocal({ directory: directory.path })
    service = local.service
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(texts(await readStream(local.client, stream))).toEqual(expect.arrayContaining(acknowledged))
  })

  test('a port in use is an error, not a silent other port', async () => {
    const other = await temporaryDirectory()
    const port = Number(new URL(service.url).port)
    await expect(startKinesis({ directory: other.path, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await other.remove()
  })
})
