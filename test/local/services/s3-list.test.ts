// Listing keys in pages, below prefixes and folded by delimiters.
import { ListObjectsV2Command, type ListObjectsV2CommandInput, PutObjectCommand } from '@aws-sdk/client-s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket } = await s3UnderTest()

const AT_ONCE = 25

const putAll = async (keys: string[]) => {
  const left = [...keys]
  const work = async () => {
    for (let Key = left.pop(); Key !== undefined; Key = left.pop()) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

const page = (input: Partial<ListObjectsV2CommandInput>) =>
  client.send(new ListObjectsV2Command({ Bucket, ...input }))

const pages = async (input: Partial<ListObjectsV2CommandInput>) => {
  const all = [await page(input)]
  for (let token = all[0]?.NextContinuationToken; token; token = all.at(-1)?.NextContinuationToken) {
    all.push(await page({ ...input, ContinuationToken: token }))
  }
  return all
}

const keysOf = (all: Awaited<ReturnType<typeof pages>>) =>
  all.flatMap(({ Contents = [] }) => Contents.map(({ Key }) => Key))

const prefixesOf = (all: Awaited<ReturnType<typeof pages>>) =>
  all.flatMap(({ CommonPrefixes = [] }) => CommonPrefixes.map(({ Prefix }) => Prefix))

describe('2,500 keys', () => {
  // Flat and nested, so that pages end inside folders.
  const keys = Array.from(
    { length: 2500 },
    (_, index) => `many/${index % 7 === 0 ? `Day ${index % 3}/` : ''}${String(index).padStart(4, '0')}`,
  ).sort()

  beforeAll(() => putAll(keys), 120_000)

  test('come in three pages, in order, each once', async () => {
    const all = await pages({ Prefix: 'many/' })
    expect(all.map(({ KeyCount }) => KeyCount)).toEqual([1000, 1000, 500])
    expect(all.map(({ IsTruncated }) => IsTruncated)).toEqual([true, true, false])
    expect(keysOf(all)).toEqual(keys)
  })

  test('come in pages of any size', async () => {
    const all = await pages({ Prefix: 'many/', MaxKeys: 617 })
    expect(all.map(({ KeyCount }) => KeyCount)).toEqual([617, 617, 617, 617, 32])
    expect(keysOf(all)).toEqual(keys)
  })

  test('may begin behind a key, whether it exists or not', async () => {
    const after = keys[1234] ?? ''
    expect(keysOf(await pages({ Prefix: 'many/', StartAfter: after }))).toEqual(keys.slice(1235))
    expect(keysOf(await pages({ Prefix: 'many/', StartAfter: `${after}!` }))).toEqual(keys.slice(1235))
    expect(keysOf(await pages({ Prefix: 'many/', StartAfter: 'many0' }))).toEqual([])
  })

  test('fold into their common prefixes, which count as keys of a page', async () => {
    const all = await pages({ Prefix: 'many/', Delimiter: '/', MaxKeys: 100 })
    expect(prefixesOf(all)).toEqual(['many/Day 0/', 'many/Day 1/', 'many/Day 2/'])
    expect(prefixesOf(await pages({ Prefix: 'many/D', Delimiter: '/', MaxKeys: 1 }))).toHaveLength(3)
    expect(keysOf(all)).toEqual(keys.filter((key) => !key.includes('Day')))
    expect(all.slice(0, -1).every(({ KeyCount }) => KeyCount === 100)).toBe(true)
  })
})

describe('a listing', () => {
  const keys = [
    'l/a',
    'l/a-b',
    'l/a.b',
    'l/a/b',
    'l/a/b/c',
    'l/a0',
    'l/B',
    'l/b/c+d e',
    'l/é',
    'l/\uffee',
    'l/🎬',
  ]

  beforeAll(() => putAll(keys))

  test('is in the order of the bytes of UTF-8', async () => {
    const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(keysOf(await pages({ Prefix: 'l/' }))).toEqual(sorted)
    expect(keysOf(await pages({ Prefix: 'l/', MaxKeys: 1 }))).toEqual(sorted)
  })

  test('takes a prefix that ends within a name', async () => {
    expect(keysOf(await pages({ Prefix: 'l/a' }))).toEqual([
      'l/a',
      'l/a-b',
      'l/a.b',
      'l/a/b',
      'l/a/b/c',
      'l/a0',
    ])
    expect(keysOf(await pages({ Prefix: 'l/a/b' }))).toEqual(['l/a/b', 'l/a/b/c'])
    expect(keysOf(await pages({ Prefix: 'l/a/b/' }))).toEqual(['l/a/b/c'])
    expect(keysOf(await pages({ Prefix: 'l/nothing' }))).toEqual([])
    expect(keysOf(await pages({ Prefix: 'l/../l/a' }))).toEqual([])
  })

  test('folds by any delimiter', async () => {
    const bySlash = await pages({ Prefix: 'l/', Delimiter: '/', MaxKeys: 3 })
    expect(prefixesOf(bySlash)).toEqual(['l/a/', 'l/b/'])
    expect(keysOf(bySlash)).toEqual(['l/B', 'l/a', 'l/a-b', 'l/a.b', 'l/a0', 'l/é', 'l/\uffee', 'l/🎬'])
    const byLetter = await pages({ Prefix: 'l/a', Delimiter: 'b' })
    expect(prefixesOf(byLetter)).toEqual(['l/a-b', 'l/a.b', 'l/a/b'])
    expect(keysOf(byLetter)).toEqual(['l/a', 'l/a0'])
  })

  test('may be encoded for a URL', async () => {
    const all = await page({ Prefix: 'l/b/c+', EncodingType: 'url' })
    expect(all).toMatchObject({ Prefix: 'l/b/c%2B', EncodingType: 'url' })
    expect(keysOf([all])).toEqual(['l/b/c%2Bd+e'])
  })

  test('may be asked for nothing', async () => {
    expect(await page({ Prefix: 'l/', MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false })
  })

  test('tells size, entity tag and time of each object', async () => {
    const { Contents } = await page({ Prefix: 'l/a', MaxKeys: 1 })
    expect(Contents).toEqual([
      expect.objectContaining({
        Key: 'l/a',
        Size: 1,
        ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
        LastModified: expect.any(Date),
        StorageClass: 'STANDARD',
      }),
    ])
  })

  test('refuses a token that it did not give', async () => {
    const refused = page({ Prefix: 'l/', ContinuationToken: 'no token!' })
    await expect(refused).rejects.toMatchObject({ name: 'InvalidArgument' })
  })
})
