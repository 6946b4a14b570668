// Decodes `aws-chunked` bodies: each chunk may be signed, and headers may follow the last one.
import { createHash } from 'node:crypto'
import { type ByteReader, byteReader } from './byte-reader.ts'
import { S3Error } from './s3-error.ts'
import type { Bytes } from './sealed-file.ts'
import type { SignatureChain } from './signature.ts'
import { ALGORITHM, EMPTY_SHA256, sameText, sha256Hex, sign } from './signing-key.ts'

const MAX_LINE = 16 * 1024 // far above any chunk header or trailer that a client sends

export type ChunkedBody = {
  source: Bytes
  /** Given when each chunk is signed, starting from the signature of the request. */
  chain: SignatureChain | undefined
  /** Receives the headers that follow the body. */
  trailers: Map<string, string>
  expectsTrailers: boolean
}

const signatureChain = ({ key, scope, date, seed }: SignatureChain) => {
  let previous = seed
  const check = (kind: string, given: string | undefined, ...hashes: string[]) => {
    const text = [`${ALGORITHM}-${kind}`, date, scope, previous, ...hashes].join('\n')
    const expected = sign(key, text)
    if (!sameText(expected, given ?? '')) throw new S3Error('SignatureDoesNotMatch')
    previous = expected
  }
  return {
    checkChunk: (hash: string, given: string | undefined) => check('PAYLOAD', given, EMPTY_SHA256, hash),
    checkTrailer: (hash: string, given: string | undefined) => check('TRAILER', given, hash),
  }
}

const readTrailers = async (reader: ByteReader, trailers: Map<string, string>) => {
  for (;;) {
    const line = (await reader.until('\r\n', MAX_LINE)).toString('latin1').trim()
    if (line === '') return
    const colon = line.indexOf(':')
    if (colon < 1) throw new S3Error('MalformedTrailerError')
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
}

const signedText = (trailers: Map<string, string>) =>
  [...trailers]
    .filter(([name]) => name !== 'x-amz-trailer-signature')
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')

export async function* decodeChunked({ source, chain, trailers, expectsTrailers }: ChunkedBody) {
  const reader = byteReader(source)
  const signatures = chain && signatureChain(chain)
  for (;;) {
    const header = (await reader.until('\r\n', MAX_LINE)).toString('latin1')
    const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?\s*$/.exec(header)
    if (!match) throw new S3Error('IncompleteBody', 'A chunk does not begin with its length')
    const length = Number.parseInt(match[1] ?? '', 16)
    const hash = signatures && createHash('sha256')
    for await (const piece of reader.take(length)) {
      hash?.update(piece)
      yield piece
    }
    if (hash) signatures.checkChunk(hash.digest('hex'), match[2])
    if (length === 0) break
    if ((await reader.until('\r\n', 0)).length > 0) throw new S3Error('IncompleteBody')
  }
  await readTrailers(reader, trailers)
  if (signatures && expectsTrailers) {
    signatures.checkTrailer(sha256Hex(signedText(trailers)), trailers.get('x-amz-trailer-signature'))
  }
  await reader.drain()
}
