// The body of an answer, unpacked, up to a number of bytes: what grows beyond it while it is unpacked is let go at once.
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { NotFetched, reasonOf } from './request-once.ts'

const UNPACK = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
}

export const readBounded = async (
  answer: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> => {
  const said = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (said !== 'identity' && !Object.hasOwn(UNPACK, said)) {
    answer.destroy()
    throw new NotFetched('encoding')
  }
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) {
    answer.destroy()
    throw new NotFetched('too-large')
  }
  const body =
    said === 'identity'
      ? answer
      : pipeline(answer, UNPACK[said as keyof typeof UNPACK](), () => {
          // What went wrong is said by the reading below.
        })
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > maxBytes) throw new NotFetched('too-large')
      chunks.push(chunk)
    }
  } catch (error) {
    answer.destroy()
    throw reasonOf(error, signal)
  }
  return Buffer.concat(chunks)
}
