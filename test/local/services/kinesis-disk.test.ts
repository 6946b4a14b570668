// How the embedded Kinesis keeps its records: across restarts, behind a torn write, within bounds of age and size.
import { appendFile, readdir, readFile, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { type KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KinesisOptions } from '../../../local/services/kinesis/settings.ts'
import {
  createStream,
  deleteStream,
  isRemote,
  type Local,
  readShard,
  readStream,
  startLocal,
  temporaryDirectory,
  texts,
} from './kinesis-endpoint.ts'

const FIRST = 'shardId-000000000000'
const HOUR_MS = 3_600_000

describe.skipIf(isRemote)('Kinesis on disk', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let local: Local | undefined

  beforeEach(async () => {
    directory = await temporaryDirectory()
  })
  afterEach(async () => {
    await local?.stop()
    await directory.remove()
  })

  const restart = async (options: Partial<KinesisOptions> = {}): Promise<KinesisClient> => {
    await local?.stop()
    local = await startLocal({ directory: directory.path, throughput: 'unlimited', ...options })
    return local.client
  }

  const put = async (client: KinesisClient, StreamName: string, data: string | Buffer): Promise<string> => {
    const command = new PutRecordCommand({ StreamName, PartitionKey: 'key', Data: Buffer.from(data) })
    return (await client.send(command)).SequenceNumber ?? ''
  }

  const segmentFiles = async (): Promise<string[]> =>
    (await readdir(directory.path, { recursive: true }))
      .filter((path) => path.endsWith('.log'))
      .toSorted()
      .map((path) => join(directory.path, path))

  test('a restart keeps streams, records and iterators, and sequence numbers go on', async () => {
    let client = await restart()
    const stream = await createStream(client, { ShardCount: 2 })
    const before = await put(client, stream, 'before')
    client = await restart()
    const after = await put(client, stream, 'after')
    expect(after > before).toBe(true)
    expect(texts(await readStream(client, stream))).toEqual(['before', 'after'])
    const start = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: before } as const
    expect(texts(await readShard(client, stream, FIRST, start))).toEqual(['after'])
  })

  test('a torn write is cut off, and nothing before or after it is lost', async () => {
    let client = await restart()
    const stream = await createStream(client)
    const numbers = [await put(client, stream, 'first'), await put(client, stream, 'second')]
    const [file = ''] = await segmentFiles()
    const whole = await readFile(file)
    const damaged = Buffer.from(whole)
    damaged[damaged.length - 1] = 255 - (damaged.at(-1) ?? 0)
    // A header cut short, a body cut short, a flipped bit, zeros, and a whole record that has been there before.
    const tears = [
      whole.subarray(0, 5),
      whole.subarray(0, 28),
      damaged.subarray(-31),
      Buffer.alloc(5_000),
      whole.subarray(0, 40),
    ]
    const expected = ['first', 'second']
    for (const tear of tears) {
      await local?.stop()
      local = undefined
      await appendFile(file, tear)
      client = await restart()
      expect(texts(await readShard(client, stream, FIRST))).toEqual(expected)
      expected.push(`after ${expected.length}`)
      numbers.push(await put(client, stream, expected.at(-1) ?? ''))
    }
    client = await restart()
    expect(texts(await readShard(client, stream, FIRST))).toEqual(expected)
    expect([...new Set(numbers)].toSorted()).toEqual(numbers)
  })

  test('a record cut short at the very end goes, those before it stay', async () => {
    let client = await restart()
    const stream = await createStream(client)
    await put(client, stream, 'kept')
    await put(client, stream, 'cut short')
    await local?.stop()
    local = undefined
    const [file = ''] = await segmentFiles()
    await truncate(file, (await stat(file)).size - 1)
    client = await restart()
    expect(texts(await readShard(client, stream, FIRST))).toEqual(['kept'])
  })

  test('records of every size are read back from the files as they were put', async () => {
    const client = await restart({ tailBytes: 0, segmentBytes: 1_500_000 })
    const stream = await createStream(client)
    const sizes = [0, 1, 65_536, 262_100, 262_144, 1_048_000, 3, 700_000, 1_048_573, 10]
    for (const size of sizes) await put(client, stream, Buffer.alloc(size, `${size}`))
    expect((await segmentFiles()).length).toBeGreaterThan(1)
    const read = await readShard(client, stream, FIRST)
    expect(read.map(({ Data }) => Data?.length)).toEqual(sizes)
    for (const { Data } of read) {
      expect(Buffer.from(Data ?? []).equals(Buffer.alloc(Data?.length ?? 0, `${Data?.length}`))).toBe(true)
    }
  })

  test('a reader sees no seam between the files and the tail in memory', async () => {
    const client = await restart({ tailBytes: 30_000, segmentBytes: 100_000 })
    const stream = await createStream(client)
    const numbers: string[] = []
    for (let index = 0; index < 80; index += 1) {
      const data = `${index} `.padEnd((index * 977) % 9_000, 'x')
      numbers.push(await put(client, stream, index === 40 ? data.padEnd(31_000, 'y') : data))
      const back = numbers[Math.max(0, index - (index % 9))]
      const read = await readShard(client, stream, FIRST, {
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        StartingSequenceNumber: back,
      })
      expect(read.map(({ SequenceNumber }) => SequenceNumber)).toEqual(
        numbers.slice(numbers.indexOf(back ?? '')),
      )
      expect(texts(read).map((text) => Number.parseInt(text, 10))).toEqual(
        read.map(({ SequenceNumber = '' }) => numbers.indexOf(SequenceNumber)),
      )
    }
  })

  test('a reader finds its place in any segment, by number and by time', async () => {
    let time = 1_700_000_000_000
    const options = { tailBytes: 0, segmentBytes: 200_000, now: () => time }
    let client = await restart(options)
    const stream = await createStream(client)
    const numbers: string[] = []
    for (let index = 0; index < 60; index += 1) {
      time += 1_000
      numbers.push(await put(client, stream, `${index} `.padEnd(20_000, 'x')))
    }
    client = await restart(options)
    for (const index of [0, 1, 17, 30, 58, 59]) {
      const byNumber = await readShard(client, stream, FIRST, {
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        StartingSequenceNumber: numbers[index],
      })
      const byTime = await readShard(client, stream, FIRST, {
        ShardIteratorType: 'AT_TIMESTAMP',
        Timestamp: new Date(1_700_000_000_000 + (index + 1) * 1_000),
      })
      expect(byNumber.map(({ SequenceNumber }) => SequenceNumber)).toEqual(numbers.slice(index))
      expect(byTime.map(({ SequenceNumber }) => SequenceNumber)).toEqual(numbers.slice(index))
    }
  })

  test('a shard keeps within its size: the oldest records make room', async () => {
    const client = await restart({ segmentBytes: 50_000, shardMaxBytes: 200_000 })
    const stream = await createStream(client)
    for (let index = 0; index < 60; index += 1) {
      await put(client, stream, `${index} `.padEnd(10_000, 'x'))
    }
    const sizes = await Promise.all((await segmentFiles()).map(async (file) => (await stat(file)).size))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(270_000)
    const left = texts(await readShard(client, stream, FIRST)).map((data) => Number.parseInt(data, 10))
    expect(left.length).toBeGreaterThan(15)
    expect(left).toEqual(Array.from({ length: left.length }, (_, index) => 60 - left.length + index))
  })

  test('records older than a day are gone, from the answers at once and from the disk', async () => {
    let time = Date.now()
    const client = await restart({ now: () => time })
    const stream = await createStream(client)
    const old = await put(client, stream, 'old')
    time += 23 * HOUR_MS
    await put(client, stream, 'young')
    expect(texts(await readShard(client, stream, FIRST))).toEqual(['old', 'young'])
    time += 2 * HOUR_MS
    expect(texts(await readShard(client, stream, FIRST))).toEqual(['young'])
    const number = await put(client, stream, 'new')
    expect(number > old).toBe(true)
    expect(texts(await readShard(client, stream, FIRST))).toEqual(['young', 'new'])
    const contents = await Promise.all((await segmentFiles()).map((file) => readFile(file, 'latin1')))
    expect(contents.join('')).not.toContain('old')
  })

  test('a stream that is deleted leaves nothing behind, and its name may be used again', async () => {
    const client = await restart()
    const stream = await createStream(client)
    await client.send(
      new PutRecordsCommand({
        StreamName: stream,
        Records: [{ PartitionKey: 'key', Data: Buffer.from('gone') }],
      }),
    )
    await deleteStream(client, stream)
    expect(await readdir(directory.path)).toEqual([])
  })
})
