// Whatever the embedded Kinesis has acknowledged survives the death of its process at any moment.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { describe, expect, test } from 'vitest'
import {
  connect,
  createStream,
  isRemote,
  readShard,
  shardIds,
  startLocal,
  temporaryDirectory,
  text,
} from './kinesis-endpoint.ts'

const WRITERS = 12
const ROUNDS = 4

type Acknowledged = { id: string; shardId: string; sequenceNumber: string }

const spawnServer = async (directory: string) => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('kinesis-child.ts', import.meta.url)), directory],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await once(child.stdout, 'data')
  return { child, url: String(line).trim() }
}

/** Puts until the server is gone; a record is its id, a space and filling of any length. */
const write = async (client: KinesisClient, StreamName: string, name: string, acked: Acknowledged[]) => {
  for (let count = 0; ; count += 1) {
    const ids = Array.from({ length: 1 + (count % 5) }, (_, index) => `${name}-${count}-${index}`)
    const records = ids.map((id) => ({
      PartitionKey: name,
      Data: Buffer.concat([Buffer.from(`${id} `), randomBytes(Math.floor(Math.random() ** 3 * 60_000))]),
    }))
    try {
      const [only] = records
      const results =
        records.length === 1 && only !== undefined
          ? [await client.send(new PutRecordCommand({ StreamName, ...only }))]
          : ((await client.send(new PutRecordsCommand({ StreamName, Records: records }))).Records ?? [])
      for (const [index, { ShardId = '', SequenceNumber = '' }] of results.entries()) {
        acked.push({ id: ids[index] ?? '', shardId: ShardId, sequenceNumber: SequenceNumber })
      }
    } catch {
      return
    }
  }
}

describe.skipIf(isRemote)('Kinesis, killed', () => {
  test('every acknowledged record is there once and in order after each kill', async () => {
    const directory = await temporaryDirectory()
    const acked: Acknowledged[] = []
    let stream = ''
    for (let round = 0; round < ROUNDS; round += 1) {
      const { child, url } = await spawnServer(directory.path)
      const client = connect(url)
      if (round === 0) stream = await createStream(client, { ShardCount: 3 })
      const before = acked.length
      const writers = Array.from({ length: WRITERS }, (_, index) =>
        write(client, stream, `r${round}w${index}`, acked),
      )
      while (acked.length < before + 50) await pause(5)
      await pause(Math.random() * 300)
      child.kill('SIGKILL')
      await Promise.all(writers)
      client.destroy()
    }

    const { client, stop } = await startLocal({ directory: directory.path })
    for (const shardId of await shardIds(client, stream)) {
      const read = await readShard(client, stream, shardId)
      const numberOf = new Map(read.map((record) => [text(record).split(' ')[0], record.SequenceNumber]))
      expect(numberOf.size).toBe(read.length)
      const numbers = read.map(({ SequenceNumber = '' }) => SequenceNumber)
      expect(numbers).toEqual([...new Set(numbers)].toSorted())

      const ours = acked.filter((record) => record.shardId === shardId)
      expect(ours.filter(({ id, sequenceNumber }) => numberOf.get(id) !== sequenceNumber)).toEqual([])
    }
    await stop()
    await directory.remove()
  })
})
