// What is left on disk when the server is killed in the middle of its work.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, describe, expect, test } from 'vitest'
import { startS3 } from '../../../local/services/s3/server.ts'
import { clientOf, credentials, isRemote, newFolder } from './s3-under-test.ts'

const Bucket = 'crash-test'
const SERVER = new URL('../../../local/services/s3/server.ts', import.meta.url).href

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const folder = async () => {
  const directory = await newFolder()
  closing.push(() => rm(directory, { recursive: true, force: true }))
  return directory
}

const clientFor = (url: string) => {
  const client = clientOf(url)
  closing.push(async () => client.destroy())
  return client
}

/** A server in a process of its own, to be killed without warning. */
const startChild = async (directory: string) => {
  const script = `
    import { startS3 } from ${JSON.stringify(SERVER)}
    const { url } = await startS3(${JSON.stringify({ directory, credentials })})
    console.log(url)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }
  closing.push(kill)
  const [url] = await once(createInterface(child.stdout), 'line')
  return { client: clientFor(String(url)), kill }
}

const restart = async (directory: string) => {
  const service = await startS3({ directory, credentials })
  closing.push(() => service.stop())
  return clientFor(service.url)
}

const read = async (client: S3Client, Key: string) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

const listed = async (client: S3Client) => {
  const keys: string[] = []
  for (let token: string | undefined; ; ) {
    const page = await client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: token }))
    for (const { Key = '' } of page.Contents ?? []) keys.push(Key)
    token = page.NextContinuationToken
    if (token === undefined) return keys
  }
}

// Each body tells its key, so that a mix-up would show as well.
const bodyOf = (key: string) => {
  const seed = createHash('sha256').update(key).digest()
  return Buffer.alloc(1000 + (seed.readUInt32BE(0) % 400_000), seed)
}

/** Sends the first half of an object and keeps the connection open. */
const sendHalf = async (client: S3Client, Key: string, directory: string) => {
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key }))
  const half = request(url, { method: 'PUT', headers: { 'content-length': 2_000_000 } })
  half.on('error', () => undefined)
  half.write(Buffer.alloc(1_000_000))
  const incoming = join(directory, Bucket, 'incoming')
  await expect.poll(async () => (await readdir(incoming)).length).toBeGreaterThan(0)
}

describe.skipIf(isRemote)('a server that is killed', () => {
  test.for([1, 20, 60])(
    'after %i answers has every object it answered for, whole, and no half ones',
    async (after) => {
      const directory = await folder()
      const { client, kill } = await startChild(directory)
      await client.send(new CreateBucketCommand({ Bucket }))
      await sendHalf(client, 'half', directory)
      const acknowledged: string[] = []
      let next = 0
      let killing: Promise<void> | undefined
      const write = async () => {
        while (!killing) {
          const Key = `folder ${next % 5}/${next++}`
          try {
            await client.send(new PutObjectCommand({ Bucket, Key, Body: bodyOf(Key) }))
            acknowledged.push(Key)
          } catch {
            return
          }
          if (acknowledged.length >= after) killing ??= kill()
        }
      }
      await Promise.all(Array.from({ length: 8 }, write))
      await killing

      const again = await restart(directory)
      const keys = await listed(again)
      expect(acknowledged.length).toBeGreaterThanOrEqual(after)
      expect(keys).toEqual(expect.arrayContaining(acknowledged))
      expect(keys).not.toContain('half')
      for (const key of keys) expect((await read(again, key)).equals(bodyOf(key)), key).toBe(true)
      expect(await readdir(join(directory, Bucket, 'incoming'))).toEqual([])
    },
  )

  test('while an object is replaced still has the one before', async () => {
    const directory = await folder()
    const { client, kill } = await startChild(directory)
    await client.send(new CreateBucketCommand({ Bucket }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'before' }))
    await sendHalf(client, 'kept', directory)
    await kill()
    expect((await read(await restart(directory), 'kept')).toString()).toBe('before')
  })

  test('knows its buckets, their rules, its uploads and what was deleted', async () => {
    const directory = await folder()
    const { client, kill } = await startChild(directory)
    await client.send(new CreateBucketCommand({ Bucket }))
    const CORSRules = [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }]
    await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }))
    await client.send(new PutObjectCommand({ Bucket, Key: 'deleted', Body: 'x' }))
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }))
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
    const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1 }
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand({ ...part, Body: 'one part' }))
    await kill()

    const again = await restart(directory)
    expect((await again.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual(CORSRules)
    expect(await listed(again)).toEqual([])
    const Parts = [{ PartNumber: 1, ETag, ChecksumCRC32 }]
    await again.send(
      new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts } }),
    )
    expect((await read(again, 'parts')).toString()).toBe('one part')
  })
})

test.skipIf(isRemote)('a client that goes away in the middle of an object leaves nothing', async () => {
  const directory = await folder()
  const client = await restart(directory)
  await client.send(new CreateBucketCommand({ Bucket }))
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'half' }))
  const half = request(url, { method: 'PUT', headers: { 'content-length': 2_000_000 } })
  half.on('error', () => undefined)
  half.write(Buffer.alloc(1_000_000))
  const incoming = () => readdir(join(directory, Bucket, 'incoming'))
  await expect.poll(async () => (await incoming()).length).toBe(1)
  half.destroy()
  await expect.poll(incoming).toEqual([])
  expect(await listed(client)).toEqual([])
})
