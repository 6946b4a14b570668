// Bodies that are signed or summed while they stream.
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect } from 'vitest'
import { parseCredential, sha256Hex, sign, signingKey } from '../../../local/services/s3/signing-key.ts'
import { credentials, exampleServer, exchange, localTest, region, s3UnderTest } from './s3-under-test.ts'

const { client, bucket: Bucket, service } = await s3UnderTest()

const text = async (Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()
const codeIn = (body: string) => /<Code>(\w+)<\/Code>/.exec(body)?.[1]

// Signed here by hand, because no SDK for JavaScript signs its chunks.
const amzDate = () => new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')

const signedPut = (key: string, payloadHash: string, more: Record<string, string> = {}, date = amzDate()) => {
  const url = `${service().url}/${Bucket}/${key}`
  const host = new URL(url).host
  const headers: Record<string, string> = {
    host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': date,
    ...more,
  }
  const names = Object.keys(headers).sort()
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`
  const canonical = [
    'PUT',
    `/${Bucket}/${key}`,
    '',
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n')
  const parsed = parseCredential(`${credentials.accessKeyId}/${scope}`)
  if (!parsed) throw new Error('The scope is wrong')
  const signing = signingKey(credentials.secretAccessKey, parsed)
  const signature = sign(signing, ['AWS4-HMAC-SHA256', date, scope, sha256Hex(canonical)].join('\n'))
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  const send = (body: string) =>
    exchange(url, {
      method: 'PUT',
      headers: {
        ...headers,
        authorization,
        ...(!more['transfer-encoding'] && { 'content-length': String(Buffer.byteLength(body)) }),
      },
      body,
    })
  const chained = (kind: string, previous: string, ...hashes: string[]) =>
    sign(signing, [`AWS4-HMAC-SHA256-${kind}`, date, scope, previous, ...hashes].join('\n'))
  return { send, seed: signature, chained }
}

const outcome = ({ status, body }: { status: number; body: string }) => [status, codeIn(body)]

describe('a body', () => {
  localTest('that is not the one that was signed is refused', async () => {
    const { send } = signedPut('signed-body', sha256Hex('right'))
    expect(outcome(await send('wrong'))).toEqual([400, 'XAmzContentSHA256Mismatch'])
    await expect(text('signed-body')).rejects.toMatchObject({ name: 'NoSuchKey' })
    expect((await send('right')).status).toBe(200)
    expect(await text('signed-body')).toBe('right')
  })

  localTest('with an unsigned trailer is held against its checksum and its length', async () => {
    const length = { 'x-amz-decoded-content-length': '11', 'x-amz-trailer': 'x-amz-checksum-crc32' }
    const { send } = signedPut('trailer', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', length)
    const body = (data: string, sum = 'DUoRhQ==') =>
      `6\r\n${data}\r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`
    expect((await send(body('hello '))).status).toBe(200)
    expect(await text('trailer')).toBe('hello world')
    expect(outcome(await send(body('jello ')))).toEqual([400, 'BadDigest'])
    expect(outcome(await send(body('hello ', '?')))).toEqual([400, 'InvalidDigest'])
    expect(outcome(await send('b\r\nhello world\r\n0\r\n\r\n'))).toEqual([400, 'MalformedTrailerError'])
    expect(outcome(await send('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n'))).toEqual([
      400,
      'IncompleteBody',
    ])
    expect(outcome(await send('b\r\nhello'))).toEqual([400, 'IncompleteBody'])
    expect(await text('trailer')).toBe('hello world')
  })

  const EMPTY = sha256Hex('')

  localTest('of signed chunks is refused if any chunk was changed', async () => {
    const length = { 'x-amz-decoded-content-length': '10' }
    const { send, seed, chained } = signedPut('chunks', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', length)
    const one = chained('PAYLOAD', seed, EMPTY, sha256Hex('first'))
    const two = chained('PAYLOAD', one, EMPTY, sha256Hex('other'))
    const end = chained('PAYLOAD', two, EMPTY, EMPTY)
    const body = (data: string) =>
      `5;chunk-signature=${one}\r\nfirst\r\n5;chunk-signature=${two}\r\n${data}\r\n0;chunk-signature=${end}\r\n\r\n`
    expect((await send(body('other'))).status).toBe(200)
    expect(await text('chunks')).toBe('firstother')
    expect(outcome(await send(body('forge')))).toEqual([403, 'SignatureDoesNotMatch'])
    expect(outcome(await send(body('other').replace(end, two)))).toEqual([403, 'SignatureDoesNotMatch'])
    expect(outcome(await send('5\r\nfirst\r\n5\r\nother\r\n0\r\n\r\n'))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ])
    expect(await text('chunks')).toBe('firstother')
  })

  localTest('of signed chunks may have a signed trailer', async () => {
    const more = { 'x-amz-decoded-content-length': '5', 'x-amz-trailer': 'x-amz-checksum-crc32' }
    const { send, seed, chained } = signedPut(
      'chunks-trailer',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      more,
    )
    const one = chained('PAYLOAD', seed, EMPTY, sha256Hex('hello'))
    const end = chained('PAYLOAD', one, EMPTY, EMPTY)
    const trailer = chained('TRAILER', end, sha256Hex('x-amz-checksum-crc32:NhCmhg==\n'))
    const body = (signature: string) =>
      `5;chunk-signature=${one}\r\nhello\r\n0;chunk-signature=${end}\r\nx-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:${signature}\r\n\r\n`
    expect((await send(body(trailer))).status).toBe(200)
    expect(await text('chunks-trailer')).toBe('hello')
    expect(outcome(await send(body(end)))).toEqual([403, 'SignatureDoesNotMatch'])
  })

  localTest('of unknown length is refused', async () => {
    const { send } = signedPut('no-length', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', {
      'transfer-encoding': 'chunked',
    })
    expect(outcome(await send(''))).toEqual([411, 'MissingContentLength'])
  })
})

localTest('a request whose clock is far off is refused', async () => {
  const { send } = signedPut('late', sha256Hex(''), {}, '20200101T000000Z')
  expect(outcome(await send(''))).toEqual([403, 'RequestTimeTooSkewed'])
})

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
localTest('the signed stream of the AWS documentation is accepted', async () => {
  const { server, stop } = await exampleServer()
  const chunk = (data: string, signature: string) =>
    `${data.length.toString(16)};chunk-signature=${signature}\r\n${data}\r\n`
  const body = [
    chunk('a'.repeat(65536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
    chunk('a'.repeat(1024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
    chunk('', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
  ].join('')
  const signed =
    'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class'
  const headers = {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed},Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9`,
  }
  const url = `${server.url}/examplebucket/chunkObject.txt`
  const answer = await exchange(url, { method: 'PUT', headers, body })
  expect(answer.status).toBe(200)
  const stored = await server.openObject('examplebucket', 'chunkObject.txt')
  expect(stored?.record.size).toBe(66560)
  await stored?.close()
  await stop()
})
