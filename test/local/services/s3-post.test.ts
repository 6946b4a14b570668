// Uploads from a browser's form, held to the policy that was signed for it.
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { describe, expect, test } from 'vitest'
import { localTest, s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket } = await s3UnderTest()

const present = (options: Partial<PresignedPostOptions> & { Key: string }) =>
  createPresignedPost(client, { Bucket, ...options })

const post = async (
  { url, fields }: { url: string; fields: Record<string, string> },
  file: string | Buffer = 'a file',
  more: Record<string, string> = {},
) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value)
  form.append('file', new Blob([file], { type: 'text/x-ignored' }), 'C:\\photos\\my cat.png')
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  const body = await answer.text()
  return { status: answer.status, code: /<Code>(\w+)<\/Code>/.exec(body)?.[1], body, headers: answer.headers }
}

const head = (Key: string) => client.send(new HeadObjectCommand({ Bucket, Key }))

test('a form stores its file, with the type and metadata of its fields', async () => {
  const Fields = { 'Content-Type': 'image/png', 'x-amz-meta-who': 'a visitor' }
  const file = Buffer.concat([Buffer.alloc(300_000, 7), Buffer.from('\r\n--'), Buffer.alloc(300_000, '\r\n')])
  const { status, headers } = await post(await present({ Key: 'posted', Fields }), file)
  expect(status).toBe(204)
  const found = await client.send(new GetObjectCommand({ Bucket, Key: 'posted' }))
  expect(found).toMatchObject({ ContentType: 'image/png', Metadata: { who: 'a visitor' } })
  expect(found.ETag).toBe(headers.get('etag'))
  expect(file.equals(Buffer.from((await found.Body?.transformToByteArray()) ?? []))).toBe(true)
})

test('the key may hold the name of the file', async () => {
  const { status } = await post(await present({ Key: `named/${'$'}{filename}` }))
  expect(status).toBe(204)
  expect((await head('named/my cat.png')).ContentLength).toBe(6)
})

test('the answer may be 200, 201 with a document, or a redirect', async () => {
  const asked = async (Key: string, Fields: Record<string, string>) => post(await present({ Key, Fields }))
  expect((await asked('status 200', { success_action_status: '200' })).status).toBe(200)
  const created = await asked('status 201', { success_action_status: '201' })
  expect(created.status).toBe(201)
  expect(created.body).toContain('<Key>status 201</Key>')
  const redirected = await asked('redirect', { success_action_redirect: 'https://example.com/done?a=b' })
  expect(redirected.status).toBe(303)
  const location = new URL(redirected.headers.get('location') ?? '')
  expect(Object.fromEntries(location.searchParams)).toMatchObject({ a: 'b', bucket: Bucket, key: 'redirect' })
})

describe('a policy', () => {
  test('limits the size of the file from both sides', async () => {
    const sized = await present({ Key: 'sized', Conditions: [['content-length-range', 10, 1000]] })
    expect(await post(sized, 'x'.repeat(9))).toMatchObject({ status: 400, code: 'EntityTooSmall' })
    expect(await post(sized, 'x'.repeat(1001))).toMatchObject({ status: 400, code: 'EntityTooLarge' })
    expect(await post(sized, 'x'.repeat(3_000_000))).toMatchObject({ status: 400, code: 'EntityTooLarge' })
    await expect(head('sized')).rejects.toMatchObject({ name: 'NotFound' })
    expect((await post(sized, 'x'.repeat(10))).status).toBe(204)
    expect((await post(sized, 'x'.repeat(1000))).status).toBe(204)
    expect((await head('sized')).ContentLength).toBe(1000)
  })

  test('holds fields to a beginning or to one value', async () => {
    const options = {
      Key: 'user/42/photo',
      Conditions: [
        ['starts-with', '$Content-Type', 'image/'],
        ['eq', '$x-amz-meta-kind', 'photo'],
        ['starts-with', '$key', 'user/42/'],
      ] as PresignedPostOptions['Conditions'],
    }
    const form = await present(options)
    const good = { 'Content-Type': 'image/jpeg', 'x-amz-meta-kind': 'photo' }
    const denied = { status: 403, code: 'AccessDenied' }
    expect((await post(form, 'x', good)).status).toBe(204)
    expect(await post(form, 'x', { ...good, 'Content-Type': 'text/html' })).toMatchObject(denied)
    expect(await post(form, 'x', { ...good, 'x-amz-meta-kind': 'film' })).toMatchObject(denied)
    expect(await post(form, 'x', { ...good, key: 'user/43/photo' })).toMatchObject(denied)
    expect(await post(form, 'x')).toMatchObject(denied)
  })

  test('allows no field that it does not name', async () => {
    const form = await present({ Key: 'extra' })
    expect(await post(form, 'x', { 'x-amz-meta-more': '1' })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
    expect((await post(form, 'x', { 'x-ignore-me': '1' })).status).toBe(204)
  })

  test('expires', async () => {
    const form = await present({ Key: 'expired', Expires: -60 })
    expect(await post(form)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  test('is worth nothing when it was changed or is missing', async () => {
    const { url, fields } = await present({ Key: 'forged', Conditions: [['content-length-range', 0, 1]] })
    const policy = JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString())
    policy.conditions[0][2] = 1_000_000
    const Policy = Buffer.from(JSON.stringify(policy)).toString('base64')
    const forged = { url, fields: { ...fields, Policy } }
    expect(await post(forged)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    expect(await post({ url, fields: { key: 'forged' } })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    })
    await expect(head('forged')).rejects.toMatchObject({ name: 'NotFound' })
  })
})

localTest('a form without a file, or that is none, is refused', async () => {
  const { url, fields } = await present({ Key: 'no file' })
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const without = await fetch(url, { method: 'POST', body: form })
  expect([without.status, await without.text()]).toEqual([400, expect.stringContaining('InvalidArgument')])
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  const broken = await fetch(url, { method: 'POST', headers, body: '--b\r\nnothing' })
  expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('MalformedPOSTRequest')])
})
