// When the embedded Kinesis answers a put: after the write and the sync it shares with others, and never without.
import type { FileHandle } from 'node:fs/promises'
import { type KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createStream,
  isRemote,
  type Local,
  readStream,
  startLocal,
  temporaryDirectory,
  texts,
} from './kinesis-endpoint.ts'

const { disk } = vi.hoisted(() => ({
  disk: { writes: [] as number[], before: async () => {} },
}))

vi.mock('../../../local/services/kinesis/write-durably.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../local/services/kinesis/write-durably.ts')>()
  return {
    ...real,
    writeDurably: async (...[file, frames, position]: Parameters<typeof real.writeDurably>) => {
      disk.writes.push(frames.length)
      await disk.before()
      return await real.writeDurably(file, frames, position)
    },
  }
})

describe.skipIf(isRemote)('Kinesis commits', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let local: Local
  let client: KinesisClient
  let stream: string

  beforeEach(async () => {
    directory = await temporaryDirectory()
    local = await startLocal({ directory: directory.path, throughput: 'unlimited' })
    client = local.client
    stream = await createStream(client)
    disk.writes.length = 0
    disk.before = async () => {}
  })
  afterEach(async () => {
    await local.stop()
    await directory.remove()
  })

  const put = async (data: string) =>
    await client.send(
      new PutRecordCommand({ StreamName: stream, PartitionKey: 'key', Data: Buffer.from(data) }),
    )

  test('no put is answered and no record is read before it is on disk; what waits shares one write', async () => {
    const gate = Promise.withResolvers<void>()
    disk.before = () => gate.promise
    let answered = 0
    const puts = Array.from({ length: 30 }, (_, index) => put(`${index}`).then(() => answered++))
    await vi.waitFor(() => expect(disk.writes).toHaveLength(1))
    expect(await readStream(client, stream)).toEqual([])
    expect(answered).toBe(0)
    gate.resolve()
    await Promise.all(puts)
    expect(disk.writes.reduce((sum, frames) => sum + frames, 0)).toBe(30)
    expect(disk.writes.length).toBeLessThan(15)
    expect(await readStream(client, stream)).toHaveLength(30)
  })

  test('a write that fails is told to those who wait for it, and leaves nothing behind', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {})
    await put('before')
    disk.before = async () => {
      disk.before = async () => {}
      throw new Error('no space left on device')
    }
    await expect(put('lost')).rejects.toMatchObject({ name: 'InternalFailureException' })
    await put('after')
    await local.stop()
    local = await startLocal({ directory: directory.path })
    client = local.client
    expect(texts(await readStream(client, stream))).toEqual(['before', 'after'])
    expect(told).toHaveBeenCalledOnce()
    told.mockRestore()
  })

  test('a write that the system takes in parts is finished before it is synced', async () => {
    const { writeDurably } = await vi.importActual<
      typeof import('../../../local/services/kinesis/write-durably.ts')
    >('../../../local/services/kinesis/write-durably.ts')
    const calls: string[] = []
    const file = {
      writev: async () => ({ bytesWritten: 4 }),
      write: async (all: Buffer, offset: number, length: number, position: number) => {
        const bytesWritten = Math.min(3, length)
        calls.push(`${all.subarray(offset, offset + bytesWritten)}@${position}`)
        return { bytesWritten }
      },
      datasync: async () => {
        calls.push('sync')
      },
    } as unknown as FileHandle
    expect(await writeDurably(file, [Buffer.from('abcde'), Buffer.from('fghij')], 100)).toBe(10)
    expect(calls).toEqual(['efg@104', 'hij@107', 'sync'])
  })
})
