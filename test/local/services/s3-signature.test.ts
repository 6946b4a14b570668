// Who may do what: signatures in headers and in URLs.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, test } from 'vitest'
import { clientOf, credentials, exampleServer, exchange, localTest, s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket, service } = await s3UnderTest()

const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }))
const codeIn = (body: string) => /<Code>(\w+)<\/Code>/.exec(body)?.[1]

describe('a presigned URL', () => {
  test('reads an object, also one with a strange key', async () => {
    const Key = "presigned/../ü +&='()*!/x"
    await put(Key, 'for whoever has the URL')
    const url = await getSignedUrl(
      client,
      new GetObjectCommand({ Bucket, Key, ResponseContentType: 'text/css' }),
    )
    const answer = await exchange(url)
    expect(answer).toMatchObject({ status: 200, body: 'for whoever has the URL' })
    expect(answer.headers['content-type']).toBe('text/css')
  })

  test('writes an object, with the metadata that was signed', async () => {
    const command = new PutObjectCommand({ Bucket, Key: 'presigned put', Metadata: { a: 'b' } })
    const url = await getSignedUrl(client, command)
    const headers = { 'content-type': 'text/plain' }
    const answer = await exchange(url, { method: 'PUT', headers, body: 'put by URL' })
    expect(answer.status).toBe(200)
    const found = await client.send(new HeadObjectCommand({ Bucket, Key: 'presigned put' }))
    expect(found).toMatchObject({ ContentType: 'text/plain', ContentLength: 10, Metadata: { a: 'b' } })
  })

  test('is good for nothing else', async () => {
    await put('only this', 'x')
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'only this' }))
    const wrong = async (changed: string, options = {}) => {
      const { status, body } = await exchange(changed, options)
      return [status, codeIn(body)]
    }
    const mismatch = [403, 'SignatureDoesNotMatch']
    expect(await wrong(url.replace('only%20this', 'only%20that'))).toEqual(mismatch)
    expect(await wrong(url, { method: 'PUT', body: 'y' })).toEqual(mismatch)
    expect(await wrong(`${url}&response-content-type=text%2Fhtml`)).toEqual(mismatch)
    expect(await wrong(url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604800'))).toEqual(mismatch)
    expect(await wrong(url, { headers: { 'x-amz-acl': 'public-read' } })).toEqual([403, 'AccessDenied'])
    expect((await exchange(url)).status).toBe(200)
  })

  test('expires', async () => {
    await put('short lived', 'x')
    const signingDate = new Date(Date.now() - 120_000)
    const command = () => new GetObjectCommand({ Bucket, Key: 'short lived' })
    const expired = await exchange(await getSignedUrl(client, command(), { signingDate, expiresIn: 60 }))
    expect(expired).toMatchObject({ status: 403, body: expect.stringContaining('Request has expired') })
    const valid = await exchange(await getSignedUrl(client, command(), { signingDate, expiresIn: 600 }))
    expect(valid.status).toBe(200)
  })
})

test('a request without a signature is denied', async () => {
  await put('private', 'x')
  const signed = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'private' }))
  const { status, body } = await exchange(signed.split('?')[0] ?? '')
  expect([status, codeIn(body)]).toEqual([403, 'AccessDenied'])
})

localTest('a wrong secret does not match, an unknown key id does not exist', async () => {
  const as = (changed: object) =>
    clientOf(service().url, { credentials: { ...credentials, ...changed } }).send(
      new GetObjectCommand({ Bucket, Key: 'private' }),
    )
  const denied = (name: string) => ({ name, $metadata: { httpStatusCode: 403 } })
  await expect(as({ secretAccessKey: 'guess' })).rejects.toMatchObject(denied('SignatureDoesNotMatch'))
  await expect(as({ accessKeyId: 'SOMEBODY' })).rejects.toMatchObject(denied('InvalidAccessKeyId'))
})

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
localTest(
  'the presigned URL of the AWS documentation is accepted, with the bucket in the host name',
  async () => {
    const { server, stop } = await exampleServer()
    const query = [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256',
      'X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request',
      'X-Amz-Date=20130524T000000Z',
      'X-Amz-Expires=86400',
      'X-Amz-SignedHeaders=host',
      'X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    ].join('&')
    const headers = { host: 'examplebucket.s3.amazonaws.com' }
    const answer = await exchange(`${server.url}/test.txt?${query}`, { headers })
    expect(answer).toMatchObject({ status: 200, body: 'an example' })
    await stop()
  },
)
