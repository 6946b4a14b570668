// Objects and buckets as the real SDK writes and reads them.
import { Readable } from 'node:stream'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { isRemote, s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket } = await s3UnderTest()

const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }))
const head = (Key: string, more = {}) => client.send(new HeadObjectCommand({ Bucket, Key, ...more }))
const text = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString()

describe('an object', () => {
  test('comes back with its bytes, its headers and its metadata', async () => {
    const Expires = new Date('2030-01-02T03:04:05Z')
    await put('whole', 'some text', {
      ContentType: 'text/plain; charset=utf-8',
      ContentEncoding: 'identity',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentLanguage: 'de',
      CacheControl: 'max-age=60',
      Expires,
      Metadata: { colour: 'blue & green' },
    })
    const found = await get('whole')
    expect(await found.Body?.transformToString()).toBe('some text')
    expect(found).toMatchObject({
      ContentType: 'text/plain; charset=utf-8',
      ContentEncoding: 'identity',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentLanguage: 'de',
      CacheControl: 'max-age=60',
      ContentLength: 9,
      ETag: '"552e21cd4cd9918678e3c1a0df491bc3"',
      ExpiresString: Expires.toUTCString(),
      Metadata: { colour: 'blue & green' },
    })
    expect(await head('whole')).toMatchObject({ ContentLength: 9, Metadata: { colour: 'blue & green' } })
  })

  test('without a type has the type of S3', async () => {
    await put('untyped', 'x')
    const { ContentType } = await head('untyped')
    expect(ContentType).toBe('application/octet-stream')
  })

  test('may be empty', async () => {
    await put('empty', '')
    expect(await text('empty')).toBe('')
    expect((await head('empty')).ContentLength).toBe(0)
  })

  test('of many megabytes streams in and out unchanged, its stream encoding forgotten', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'playhead ')
    const Body = Readable.from(Array.from({ length: 12 }, () => chunk))
    await put('streamed', Body, { ContentLength: 12 * chunk.length })
    const found = await get('streamed')
    const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? [])
    expect(bytes.equals(Buffer.concat(Array.from({ length: 12 }, () => chunk)))).toBe(true)
    expect(found.ContentEncoding).toBeUndefined()
  })

  test('that was replaced is the newer one', async () => {
    await put('replaced', 'old', { Metadata: { version: '1' } })
    await put('replaced', 'new')
    expect(await text('replaced')).toBe('new')
    expect((await head('replaced')).Metadata).toEqual({})
  })

  test('that is missing is NoSuchKey, or NotFound to HEAD', async () => {
    await expect(get('missing')).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'missing' })
    await expect(head('missing')).rejects.toMatchObject({ name: 'NotFound' })
    const Elsewhere = { Bucket: 'playhead-no-such-bucket-0c5f', Key: 'a' }
    await expect(client.send(new GetObjectCommand(Elsewhere))).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  test('may carry 2 kB of metadata and no more', async () => {
    await put('much metadata', 'x', { Metadata: { a: 'b'.repeat(2047) } })
    const tooMuch = put('much metadata', 'x', { Metadata: { a: 'b'.repeat(2048) } })
    await expect(tooMuch).rejects.toMatchObject({ name: 'MetadataTooLarge' })
  })
})

describe('checksums', () => {
  test.for(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    '%s is verified, kept and given back',
    async (ChecksumAlgorithm) => {
      const body = Buffer.from(`checked by ${ChecksumAlgorithm}`)
      const answer = await put(ChecksumAlgorithm, body, { ChecksumAlgorithm })
      const name = `Checksum${ChecksumAlgorithm}` as const
      expect(answer[name]).toMatch(/^[\w+/]+=*$/)
      const found = await head(ChecksumAlgorithm, { ChecksumMode: 'ENABLED' })
      expect(found[name]).toBe(answer[name])
      const stream = Readable.from([body.subarray(0, 5), body.subarray(5)])
      const streamed = await put(`${ChecksumAlgorithm} streamed`, stream, {
        ChecksumAlgorithm,
        ContentLength: body.length,
      })
      expect(streamed[name]).toBe(answer[name])
    },
  )

  test('that are wrong are refused, and nothing is stored', async () => {
    const wrong = { name: 'BadDigest' }
    await expect(put('corrupt', 'x', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject(wrong)
    const sha = Buffer.alloc(32).toString('base64')
    await expect(put('corrupt', 'x', { ChecksumSHA256: sha })).rejects.toMatchObject(wrong)
    const md5 = Buffer.alloc(16).toString('base64')
    await expect(put('corrupt', 'x', { ContentMD5: md5 })).rejects.toMatchObject(wrong)
    await expect(put('corrupt', 'x', { ContentMD5: 'short' })).rejects.toMatchObject({
      name: 'InvalidDigest',
    })
    await expect(head('corrupt')).rejects.toMatchObject({ name: 'NotFound' })
  })
})

describe('a range', () => {
  test.for([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('%s reads %s', async ([Range, expected, ContentRange]) => {
    await put('digits', '0123456789')
    const found = await get('digits', { Range })
    expect(await found.Body?.transformToString()).toBe(expected)
    expect(found).toMatchObject({
      ContentRange,
      ContentLength: expected?.length,
      $metadata: { httpStatusCode: 206 },
    })
  })

  test('behind the end is InvalidRange', async () => {
    await put('digits', '0123456789')
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    })
  })

  test('that makes no sense is ignored', async () => {
    await put('digits', '0123456789')
    expect(await text('digits', { Range: 'lines=1-2' })).toBe('0123456789')
  })
})

test('a reader may override the headers of the answer', async () => {
  await put('overridden', 'x', { ContentType: 'text/plain' })
  const found = await get('overridden', {
    ResponseContentType: 'image/png',
    ResponseCacheControl: 'no-store',
    ResponseContentDisposition: 'inline',
    ResponseContentLanguage: 'fr',
    ResponseContentEncoding: 'br',
  })
  expect(found).toMatchObject({
    ContentType: 'image/png',
    CacheControl: 'no-store',
    ContentDisposition: 'inline',
    ContentLanguage: 'fr',
    ContentEncoding: 'br',
  })
})

test('any key that S3 takes is an object of its own', async () => {
  const keys = [
    'a',
    'a/',
    'a//',
    'a/b',
    'A',
    'A/b',
    '/leading',
    // The real S3 refuses paths that climb.
    ...(isRemote ? [] : ['up/../../../etc/passwd', '../outside', './here', '..']),
    'dots.',
    'space at the end ',
    ' space',
    'plus+and space',
    'percent%20sign%2f',
    'con',
    'nul.txt',
    'COM1/lpt1.log',
    'back\\slash:colon*?"<>|',
    "quotes'!()",
    'question?query=1&b#hash',
    'e\u0301 and \u00e9',
    '日本語/🎬',
    '~',
    '@',
    'x@',
    '\u{10ffff}',
    'x'.repeat(1024),
    'seg/'.repeat(255),
    `deep/${'é'.repeat(300)}/tail`,
    `deep/${'é'.repeat(300)}/Tail`,
  ]
  for (const key of keys) await put(`strange/${key}`.slice(0, 1024), key)
  const listed: string[] = []
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'strange/' }))
  for (const { Key = '' } of Contents) listed.push(Key)
  const expected = keys.map((key) => `strange/${key}`.slice(0, 1024))
  expect(listed).toEqual(expected.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  for (const key of keys) expect(await text(`strange/${key}`.slice(0, 1024))).toBe(key)
  await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: expected.map((Key) => ({ Key })) } }),
  )
  const after = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'strange/' }))
  expect(after.KeyCount).toBe(0)
})

test('a key above 1,024 bytes is refused', async () => {
  await expect(put('x'.repeat(1025), '')).rejects.toMatchObject({ name: 'KeyTooLongError' })
})
