// The S3 that a contract suite talks to: ours in a new folder, or the real one when REMOTE=1.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, test } from 'vitest'
import { type S3, startS3 } from '../../../local/services/s3/server.ts'

export const isRemote = process.env['REMOTE'] === '1'

/** For what only our own server lets a test see. */
export const localTest = test.skipIf(isRemote)

export const credentials = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'a secret / with + signs' }
export const region = process.env['AWS_REGION'] ?? 'eu-central-1'

/** Never tries again, so that no failure is hidden. */
export const clientOf = (url: string, options: Partial<ConstructorParameters<typeof S3Client>[0]> = {}) =>
  new S3Client({ region, endpoint: url, credentials, maxAttempts: 1, ...options })

export const newFolder = () => mkdtemp(join(tmpdir(), 'playhead-s3-'))

const empty = async (client: S3Client, Bucket: string) => {
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
    if (Contents.length === 0) return
    const Objects = Contents.map(({ Key }) => ({ Key }))
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
  }
}

const startLocal = async () => {
  const directory = await newFolder()
  const service = await startS3({ directory, credentials })
  const client = clientOf(service.url)
  const stop = async () => {
    client.destroy()
    await service.stop()
    await rm(directory, { recursive: true, force: true })
  }
  return { client, stop, directory, service }
}

/** A client and a new bucket; both are gone when the file's tests are done. */
export const s3UnderTest = async () => {
  const local = isRemote ? undefined : await startLocal()
  const client = local?.client ?? new S3Client({ region })
  const bucket = `playhead-contract-${randomUUID()}`
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  afterAll(async () => {
    if (isRemote) {
      await empty(client, bucket)
      await client.send(new DeleteBucketCommand({ Bucket: bucket }))
    }
    await local?.stop()
  })
  const service = (): S3 => {
    if (!local) throw new Error('Only the local server can be looked into')
    return local.service
  }
  return { client, bucket, service, directory: local?.directory ?? '' }
}

export type RawAnswer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A request that is sent exactly as given: fetch would normalise its path and choose its headers. */
export const exchange = (
  url: string,
  { method = 'GET', headers = {}, body = '' as string | Uint8Array } = {},
): Promise<RawAnswer> => {
  const [, protocol, host = '', port, path] = /^(https?):\/\/([^/:]+)(?::(\d+))?(.*)$/.exec(url) ?? []
  return new Promise((resolve, reject) => {
    const send = protocol === 'https' ? httpsRequest : httpRequest
    const request = send({ host, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    request.once('error', reject)
    request.end(body)
  })
}

const example = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** A server on the day of the examples in the AWS documentation, with their bucket. */
export const exampleServer = async () => {
  const directory = await newFolder()
  const today = await startS3({ directory, credentials: example })
  const owner = clientOf(today.url, { credentials: example })
  await owner.send(new CreateBucketCommand({ Bucket: 'examplebucket' }))
  await owner.send(new PutObjectCommand({ Bucket: 'examplebucket', Key: 'test.txt', Body: 'an example' }))
  owner.destroy()
  await today.stop()
  const server = await startS3({ directory, credentials: example, now: () => Date.UTC(2013, 4, 24, 0, 5) })
  const stop = async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
  return { server, stop }
}
