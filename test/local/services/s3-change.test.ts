// What changes objects and buckets: conditional writes, deletes, copies and tags.
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { localTest, s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket, service } = await s3UnderTest()

const put = (Key: string, Body: PutObjectCommandInput['Body'], more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }))
const head = (Key: string, more = {}) => client.send(new HeadObjectCommand({ Bucket, Key, ...more }))
const text = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString()

describe('conditions', () => {
  const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } }
  const isUnmodified = { $metadata: { httpStatusCode: 304 } }

  test('of a reader are held', async () => {
    const { ETag = '' } = await put('conditional read', 'x')
    const { LastModified } = await head('conditional read')
    const later = new Date((LastModified?.getTime() ?? 0) + 60_000)
    const earlier = new Date((LastModified?.getTime() ?? 0) - 60_000)
    const read = (condition: object) => text('conditional read', condition)
    expect(await read({ IfMatch: ETag })).toBe('x')
    await expect(read({ IfMatch: '"other"' })).rejects.toMatchObject(failed)
    await expect(read({ IfNoneMatch: ETag })).rejects.toMatchObject(isUnmodified)
    expect(await read({ IfNoneMatch: '"other"' })).toBe('x')
    await expect(read({ IfModifiedSince: LastModified })).rejects.toMatchObject(isUnmodified)
    expect(await read({ IfModifiedSince: earlier })).toBe('x')
    await expect(read({ IfUnmodifiedSince: earlier })).rejects.toMatchObject(failed)
    expect(await read({ IfUnmodifiedSince: earlier, IfMatch: ETag })).toBe('x')
    expect(await read({ IfNoneMatch: '"other"', IfModifiedSince: later })).toBe('x')
  })

  test('If-None-Match lets only the first of many writers win', async () => {
    const writers = Array.from({ length: 12 }, (_, writer) =>
      put('won once', `writer ${writer}`, { IfNoneMatch: '*' }).then(
        () => `writer ${writer}`,
        (error) => error.$metadata.httpStatusCode,
      ),
    )
    const outcomes = await Promise.all(writers)
    const winners = outcomes.filter((outcome) => typeof outcome === 'string')
    expect(winners).toHaveLength(1)
    expect(await text('won once')).toBe(winners[0])
    // The real S3 answers 409 to those that wrote at the very same time.
    expect(outcomes.every((outcome) => typeof outcome === 'string' || [409, 412].includes(outcome))).toBe(
      true,
    )
    await expect(put('won once', 'late', { IfNoneMatch: '*' })).rejects.toMatchObject(failed)
  })

  test('If-Match replaces only what the writer has seen', async () => {
    const { ETag } = await put('seen', 'one')
    await put('seen', 'two', { IfMatch: ETag })
    await expect(put('seen', 'three', { IfMatch: ETag })).rejects.toMatchObject(failed)
    await expect(put('never seen', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' })
    expect(await text('seen')).toBe('two')
  })
})

describe('deleting', () => {
  test('succeeds whether there was an object or not', async () => {
    await put('to go', 'x')
    const remove = () => client.send(new DeleteObjectCommand({ Bucket, Key: 'to go' }))
    expect((await remove()).$metadata.httpStatusCode).toBe(204)
    await expect(head('to go')).rejects.toMatchObject({ name: 'NotFound' })
    expect((await remove()).$metadata.httpStatusCode).toBe(204)
  })

  test('takes many keys at once and names them, unless it shall be quiet', async () => {
    for (const key of ['many/1', 'many/<2>&', 'many/3']) await put(key, 'x')
    const remove = (keys: string[], Quiet: boolean) =>
      client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }),
      )
    const { Deleted } = await remove(['many/1', 'many/<2>&'], false)
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['many/1', 'many/<2>&'])
    expect((await remove(['many/3'], true)).Deleted).toBeUndefined()
    const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'many/' }))
    expect(KeyCount).toBe(0)
  })

  test('one key leaves what lies above and below it', async () => {
    for (const key of ['tree', 'tree/leaf', 'tree/leaf/deeper']) await put(key, key)
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'tree/leaf' }))
    expect(await text('tree')).toBe('tree')
    expect(await text('tree/leaf/deeper')).toBe('tree/leaf/deeper')
  })

  test('while others write into the same folder loses nothing', async () => {
    const folders = Array.from({ length: 80 }, (_, index) => `busy/${String(index).padStart(2, '0')}`)
    const each = (act: (folder: string) => Promise<unknown>[]) => Promise.all(folders.flatMap(act))
    const remove = (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }))
    await each((folder) => [put(`${folder}/a`, 'a'), put(`${folder}/b`, 'b')])
    await each((folder) => [remove(`${folder}/a`), remove(`${folder}/b`), put(`${folder}/c`, 'c')])
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'busy/' }))
    expect(Contents.map(({ Key }) => Key)).toEqual(folders.map((folder) => `${folder}/c`))
  })
})

describe('copying', () => {
  const copy = (Key: string, more = {}) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/copy%20source/%C3%A9`, ...more }))
  const source = () =>
    put('copy source/é', 'copied', { ContentType: 'text/css', Metadata: { a: 'b' }, Tagging: 'colour=red' })

  test('takes bytes, headers, metadata and tags along', async () => {
    const { ETag } = await source()
    const { CopyObjectResult } = await copy('copied')
    expect(CopyObjectResult?.ETag).toBe(ETag)
    expect(await head('copied')).toMatchObject({ ContentType: 'text/css', Metadata: { a: 'b' }, TagCount: 1 })
    expect(await text('copied')).toBe('copied')
  })

  test('may replace the metadata and the tags', async () => {
    await source()
    const replaced = { MetadataDirective: 'REPLACE', ContentType: 'text/html', Metadata: { c: 'd' } }
    await copy('replaced copy', { ...replaced, TaggingDirective: 'REPLACE', Tagging: 'size=l' })
    expect(await head('replaced copy')).toMatchObject({ ContentType: 'text/html', Metadata: { c: 'd' } })
    const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'replaced copy' }))
    expect(TagSet).toEqual([{ Key: 'size', Value: 'l' }])
  })

  test('onto itself needs a change', async () => {
    await source()
    await expect(copy('copy source/é')).rejects.toMatchObject({ name: 'InvalidRequest' })
    await copy('copy source/é', { MetadataDirective: 'REPLACE', Metadata: { e: 'f' } })
    expect(await head('copy source/é')).toMatchObject({ Metadata: { e: 'f' } })
    expect(await text('copy source/é')).toBe('copied')
  })

  test('holds conditions on its source, and needs one', async () => {
    await source()
    const stale = copy('conditional copy', { CopySourceIfMatch: '"other"' })
    await expect(stale).rejects.toMatchObject({ name: 'PreconditionFailed' })
    const missing = copy('conditional copy', { CopySource: `${Bucket}/copy-of-nothing` })
    await expect(missing).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('tags', () => {
  const tagsOf = async (Key: string) =>
    (await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet?.map(({ Key, Value }) => [
      Key,
      Value,
    ])
  const tag = (Key: string, TagSet: { Key: string; Value: string }[]) =>
    client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }))

  test('come with the object, are replaced and are deleted', async () => {
    await put('tagged', 'x', { Tagging: 'a=1&b=two%20words' })
    expect(await tagsOf('tagged')).toEqual([
      ['a', '1'],
      ['b', 'two words'],
    ])
    await tag('tagged', [{ Key: 'c', Value: '<&>' }])
    expect(await tagsOf('tagged')).toEqual([['c', '<&>']])
    expect((await get('tagged')).TagCount).toBe(1)
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }))
    expect(await tagsOf('tagged')).toEqual([])
    expect(await text('tagged')).toBe('x')
  })

  test('are ten at most, each name once, on an object that exists', async () => {
    await put('tagged', 'x')
    const eleven = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
    await expect(tag('tagged', eleven)).rejects.toThrow(/10/)
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'a', Value: '2' },
    ]
    await expect(tag('tagged', twice)).rejects.toMatchObject({ name: 'InvalidTag' })
    await expect(tag('untagged', [])).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('a bucket', () => {
  test('is listed, found and located', async () => {
    const { Buckets } = await client.send(new ListBucketsCommand({}))
    expect(Buckets?.map(({ Name }) => Name)).toContain(Bucket)
    expect((await client.send(new HeadBucketCommand({ Bucket }))).$metadata.httpStatusCode).toBe(200)
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }))
    const region = await client.config.region()
    expect(LocationConstraint || 'us-east-1').toBe(region)
  })

  test('is deleted only when it is empty', async () => {
    const own = { Bucket: `${Bucket}-2` }
    await client.send(new CreateBucketCommand(own))
    await client.send(new PutObjectCommand({ ...own, Key: 'a/b', Body: 'x' }))
    const remove = () => client.send(new DeleteBucketCommand(own))
    await expect(remove()).rejects.toMatchObject({ name: 'BucketNotEmpty' })
    await client.send(new DeleteObjectCommand({ ...own, Key: 'a/b' }))
    await remove()
    await expect(client.send(new HeadBucketCommand(own))).rejects.toMatchObject({ name: 'NotFound' })
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  localTest('is created once, under a valid name', async () => {
    const create = (name: string) => client.send(new CreateBucketCommand({ Bucket: name }))
    await expect(create(Bucket)).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' })
    await expect(create('No_Bucket')).rejects.toMatchObject({ name: 'InvalidBucketName' })
  })
})

localTest('a reader in the same process gets objects without a signature', async () => {
  await put('for the edge', 'served', { ContentType: 'text/html', Metadata: { a: 'b' } })
  const file = await service().openObject(Bucket, 'for the edge')
  expect(file?.record).toMatchObject({
    size: 6,
    headers: { 'content-type': 'text/html' },
    metadata: { a: 'b' },
  })
  const chunks = await file?.stream({ start: 2, end: 4 }).toArray()
  expect(Buffer.concat(chunks ?? []).toString()).toBe('rve')
  expect(await service().openObject(Bucket, 'not there')).toBeUndefined()
  expect(await service().openObject('no-such-bucket', 'a')).toBeUndefined()
})
