// Folders come and go with their objects, also while others use them.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openObjectStore } from '../../../local/services/s3/object-store.ts'
import { newFolder } from './s3-under-test.ts'

const directory = await newFolder()
const store = await openObjectStore(directory)
await store.createBucket('bucket', 0)
const bucket = store.bucket('bucket')

afterAll(() => rm(directory, { recursive: true, force: true }))

const put = (key: string) =>
  bucket.put(key, [Buffer.from(key)], () => ({
    key,
    size: Buffer.byteLength(key),
    etag: '',
    lastModified: 0,
    headers: {},
    metadata: {},
    tags: [],
  }))

const keys = async () => {
  const found: string[] = []
  for await (const { key } of bucket.keys({ prefix: '', after: '' })) found.push(key)
  return found
}

test('deletes and writes at the same moment neither fail nor lose an object', async () => {
  for (let round = 0; round < 150; round++) {
    await Promise.all([put('a/folder/one'), put('a/folder/two')])
    await Promise.all([
      bucket.remove('a/folder/one'),
      bucket.remove('a/folder/two'),
      put('a/folder/three'),
      put('a/folder/deeper/four'),
    ])
    expect(await keys()).toEqual(['a/folder/deeper/four', 'a/folder/three'])
    await Promise.all([bucket.remove('a/folder/three'), bucket.remove('a/folder/deeper/four')])
  }
})

test('an empty bucket has no folders left', async () => {
  await put('x/y/z')
  await bucket.remove('x/y/z')
  expect(await readdir(join(directory, 'bucket', 'objects'))).toEqual([])
  expect(await readdir(join(directory, 'bucket', 'incoming'))).toEqual([])
})

test('a bucket that is deleted while it is written to keeps what it answered for', async () => {
  for (let round = 0; round < 50; round++) {
    const name = `short-lived-${round}`
    await store.createBucket(name, 0)
    const own = store.bucket(name)
    const record = { key: 'k', size: 1, etag: '', lastModified: 0, headers: {}, metadata: {}, tags: [] }
    const [written, deleted] = await Promise.allSettled([
      own.put('k', [Buffer.from('k')], () => record),
      store.deleteBucket(name),
    ])
    expect([written.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
    if (written.status === 'rejected') expect(written.reason).toMatchObject({ code: 'NoSuchBucket' })
    expect(store.find(name) !== undefined).toBe(written.status === 'fulfilled')
  }
})
