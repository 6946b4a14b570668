// The cross-origin and lifecycle rules of a bucket.
import {
  type CORSRule,
  CreateMultipartUploadCommand,
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  type LifecycleRule,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { beforeEach, describe, expect, test } from 'vitest'
import { exchange, localTest, s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket, service } = await s3UnderTest()

const put = (Key: string, more = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }))

describe('cross-origin rules', () => {
  const CORSRules: CORSRule[] = [
    {
      ID: 'page',
      AllowedOrigins: ['https://*.example.com', 'http://localhost:4300'],
      AllowedMethods: ['GET', 'PUT'],
      AllowedHeaders: ['Content-Type', 'x-amz-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 600,
    },
    { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
  ]
  const setRules = (rules: CORSRule[]) =>
    client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules } }))

  test('are kept as they were given, until they are deleted', async () => {
    await setRules(CORSRules)
    const { CORSRules: kept } = await client.send(new GetBucketCorsCommand({ Bucket }))
    expect(kept).toEqual(CORSRules)
    await client.send(new DeleteBucketCorsCommand({ Bucket }))
    const none = client.send(new GetBucketCorsCommand({ Bucket }))
    await expect(none).rejects.toMatchObject({ name: 'NoSuchCORSConfiguration' })
  })

  test('that S3 would not take are refused', async () => {
    const wrong = setRules([{ AllowedOrigins: ['*'], AllowedMethods: ['PATCH'] }])
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidRequest' })
    const twoStars = setRules([{ AllowedOrigins: ['https://*.*'], AllowedMethods: ['GET'] }])
    await expect(twoStars).rejects.toMatchObject({ name: 'InvalidRequest' })
  })

  // The real S3 may take a while before new rules hold.
  localTest('answer a preflight, which needs no signature', async () => {
    await setRules(CORSRules)
    const url = `${service().url}/${Bucket}/any/key`
    const ask = (origin: string, method: string, asked?: string) =>
      exchange(url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          ...(asked && { 'access-control-request-headers': asked }),
        },
      })
    const allowed = await ask('https://shop.example.com', 'PUT', 'content-type, X-Amz-Meta-A')
    expect(allowed.status).toBe(200)
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example.com',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-meta-a',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '600',
    })
    expect((await ask('https://elsewhere.test', 'HEAD')).headers['access-control-allow-origin']).toBe('*')
    expect((await ask('https://elsewhere.test', 'GET')).status).toBe(403)
    expect((await ask('https://example.com.evil.test', 'GET')).status).toBe(403)
    expect((await ask('http://localhost:4300', 'GET', 'authorization')).status).toBe(403)
    await client.send(new DeleteBucketCorsCommand({ Bucket }))
    expect((await ask('http://localhost:4300', 'GET')).status).toBe(403)
  })

  localTest('mark the answers to allowed origins, errors too', async () => {
    await setRules(CORSRules)
    await put('shared')
    const read = async (Key: string, origin: string) => {
      const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }))
      const { status, headers } = await exchange(url, { headers: { origin } })
      return [status, headers['access-control-allow-origin']]
    }
    expect(await read('shared', 'http://localhost:4300')).toEqual([200, 'http://localhost:4300'])
    expect(await read('not there', 'http://localhost:4300')).toEqual([404, 'http://localhost:4300'])
    expect(await read('shared', 'https://elsewhere.test')).toEqual([200, undefined])
  })
})

describe('lifecycle rules', () => {
  const DAY = 24 * 3600_000
  const setRules = (Rules: LifecycleRule[]) =>
    client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }))
  const logs: LifecycleRule = {
    ID: 'logs',
    Status: 'Enabled',
    Filter: { Prefix: 'logs/' },
    Expiration: { Days: 30 },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
  }
  const keysBelow = async (Prefix: string) =>
    (await client.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents?.map(({ Key }) => Key) ?? []

  beforeEach(async () => {
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }))
  })

  test('are kept as they were given, until they are deleted', async () => {
    await setRules([logs])
    const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
    expect(Rules).toEqual([logs])
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }))
    const none = client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
    await expect(none).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' })
  })

  test('get a name, need an action and whole days', async () => {
    await setRules([{ Status: 'Disabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }])
    const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
    expect(Rules?.[0]?.ID).toMatch(/./)
    await expect(setRules([{ Status: 'Enabled', Filter: { Prefix: '' } }])).rejects.toThrow()
    await expect(setRules([{ ...logs, Expiration: { Days: 0 } }])).rejects.toThrow()
  })

  localTest('remove what has reached its age at the next midnight, below their prefix only', async () => {
    await setRules([logs])
    const written = Date.now()
    await put('logs/old')
    await put('logs/deep/er')
    await put('other/old')
    const midnight = Math.ceil((written + 30 * DAY) / DAY) * DAY
    expect(await service().sweep(midnight - 1)).toEqual({ expired: 0, aborted: 0 })
    expect(await keysBelow('logs/')).toEqual(['logs/deep/er', 'logs/old'])
    expect(await service().sweep(midnight + DAY)).toEqual({ expired: 2, aborted: 0 })
    expect(await keysBelow('logs/')).toEqual([])
    expect(await keysBelow('other/')).toEqual(['other/old'])
  })

  localTest('may ask for tags and sizes as well', async () => {
    const Tags = [{ Key: 'keep', Value: 'no' }]
    await setRules([
      {
        ID: 'tagged',
        Status: 'Enabled',
        Filter: { And: { Prefix: 'tagged/', Tags, ObjectSizeGreaterThan: 2 } },
        Expiration: { Days: 1 },
      },
    ])
    await put('tagged/small', { Tagging: 'keep=no' })
    await put('tagged/kept', { Tagging: 'keep=yes', Body: 'large' })
    await put('tagged/gone', { Tagging: 'keep=no', Body: 'large' })
    await service().sweep(Date.now() + 3 * DAY)
    expect(await keysBelow('tagged/')).toEqual(['tagged/kept', 'tagged/small'])
  })

  localTest('abort uploads that were never completed', async () => {
    await setRules([logs])
    const start = (Key: string) => client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
    await start('logs/never')
    await start('other/never')
    expect(await service().sweep(Date.now() + DAY)).toMatchObject({ aborted: 0 })
    expect(await service().sweep(Date.now() + 4 * DAY)).toMatchObject({ aborted: 1 })
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
    expect(Uploads?.map(({ Key }) => Key)).toEqual(['other/never'])
  })

  localTest('do nothing while they are disabled', async () => {
    await setRules([{ ...logs, Status: 'Disabled' }])
    await put('logs/any')
    expect(await service().sweep(Date.now() + 400 * DAY)).toEqual({ expired: 0, aborted: 0 })
  })
})
