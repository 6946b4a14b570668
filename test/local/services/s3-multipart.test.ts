// Objects that are uploaded in parts.
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket } = await s3UnderTest()

const MIN_PART = 5 * 1024 * 1024
const large = (letter: string) => Buffer.alloc(MIN_PART, letter)

const begin = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))
  const upload = { Bucket, Key, UploadId }
  const part = async (PartNumber: number, Body: Buffer | string, checksum = {}): Promise<CompletedPart> => {
    const answer = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...checksum }))
    const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = answer
    return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME }
  }
  const complete = (Parts: CompletedPart[], condition = {}) =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...condition }))
  return { upload, part, complete }
}

const read = async (Key: string, more = {}) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

test('parts become one object, in the order of their numbers', async () => {
  const { part, complete } = await begin('joined', {
    ContentType: 'text/plain',
    Metadata: { a: 'b' },
    Tagging: 'c=d',
  })
  const last = await part(7, 'the end')
  const first = await part(2, large('a'))
  const answer = await complete([first, last])
  expect(answer).toMatchObject({ Bucket, Key: 'joined' })
  expect(answer.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
  expect((await read('joined')).equals(Buffer.concat([large('a'), Buffer.from('the end')]))).toBe(true)
  const found = await client.send(new HeadObjectCommand({ Bucket, Key: 'joined' }))
  expect(found).toMatchObject({ ContentType: 'text/plain', Metadata: { a: 'b' }, ETag: answer.ETag })
  const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'joined' }))
  expect(TagSet).toEqual([{ Key: 'c', Value: 'd' }])
  expect((await read('joined', { Range: `bytes=${MIN_PART - 1}-${MIN_PART + 2}` })).toString()).toBe('athe')
})

test('nothing is to be seen before the upload is complete', async () => {
  const { upload, part } = await begin('unfinished/one')
  await part(1, 'x')
  const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'unfinished/' }))
  expect(KeyCount).toBe(0)
  await expect(read('unfinished/one')).rejects.toMatchObject({ name: 'NoSuchKey' })
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'unfinished/' }))
  expect(Uploads?.map(({ Key, UploadId }) => [Key, UploadId])).toEqual([[upload.Key, upload.UploadId]])
  await client.send(new AbortMultipartUploadCommand(upload))
})

test('parts are listed in pages, and a part that is sent again replaces the first', async () => {
  const { upload, part } = await begin('listed parts')
  await part(1, 'one')
  await part(3, 'three')
  await part(3, 'third')
  await part(10, 'ten')
  const list = (more = {}) => client.send(new ListPartsCommand({ ...upload, ...more }))
  const all = await list()
  expect(all.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 3],
    [3, 5],
    [10, 3],
  ])
  const first = await list({ MaxParts: 2 })
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '3' })
  const second = await list({ MaxParts: 2, PartNumberMarker: first.NextPartNumberMarker })
  expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([10])
  expect(second.IsTruncated).toBe(false)
  await client.send(new AbortMultipartUploadCommand(upload))
})

test('an aborted upload is gone', async () => {
  const { upload, part, complete } = await begin('aborted')
  const one = await part(1, 'x')
  await client.send(new AbortMultipartUploadCommand(upload))
  const gone = { name: 'NoSuchUpload' }
  await expect(part(2, 'x')).rejects.toMatchObject(gone)
  await expect(complete([one])).rejects.toMatchObject(gone)
  await expect(client.send(new ListPartsCommand(upload))).rejects.toMatchObject(gone)
})

test('wrong lists of parts are refused, and the upload goes on', async () => {
  const { part, complete } = await begin('wrong lists')
  const one = await part(1, 'too small')
  const two = await part(2, 'two')
  await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' })
  await expect(complete([{ ...one, ETag: '"other"' }])).rejects.toMatchObject({ name: 'InvalidPart' })
  await expect(complete([one, { ...two, PartNumber: 3 }])).rejects.toMatchObject({ name: 'InvalidPart' })
  await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' })
  await complete([two])
  expect((await read('wrong lists')).toString()).toBe('two')
})

test('a condition holds at completion', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'taken', Body: 'first' }))
  const { upload, part, complete } = await begin('taken')
  const one = await part(1, 'second')
  await expect(complete([one], { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
  expect((await read('taken')).toString()).toBe('first')
  await client.send(new AbortMultipartUploadCommand(upload))
})

test('checksums of parts are verified and make that of the object', async () => {
  const { part, complete } = await begin('summed', { ChecksumAlgorithm: 'SHA256' })
  const wrong = Buffer.alloc(32).toString('base64')
  await expect(part(1, 'x', { ChecksumSHA256: wrong })).rejects.toMatchObject({ name: 'BadDigest' })
  const parts = [
    await part(1, large('s'), { ChecksumAlgorithm: 'SHA256' }),
    await part(2, 'tail', { ChecksumAlgorithm: 'SHA256' }),
  ]
  const answer = await complete(parts)
  expect(answer).toMatchObject({ ChecksumType: 'COMPOSITE' })
  expect(answer.ChecksumSHA256).toMatch(/-2$/)
  expect((await read('summed')).length).toBe(MIN_PART + 4)
})

test('a checksum over all bytes is that of the same object in one piece', async () => {
  const whole = Buffer.concat([large('f'), Buffer.from('tail')])
  const { ChecksumCRC64NVME } = await client.send(
    new PutObjectCommand({ Bucket, Key: 'one piece', Body: whole, ChecksumAlgorithm: 'CRC64NVME' }),
  )
  const { part, complete } = await begin('full sum', { ChecksumAlgorithm: 'CRC64NVME' })
  const parts = [
    await part(1, large('f'), { ChecksumAlgorithm: 'CRC64NVME' }),
    await part(2, 'tail', { ChecksumAlgorithm: 'CRC64NVME' }),
  ]
  expect(await complete(parts)).toMatchObject({ ChecksumType: 'FULL_OBJECT', ChecksumCRC64NVME })
})
