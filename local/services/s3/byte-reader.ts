// Takes lines, counts and stretches of bytes from a stream of chunks.

import { S3Error } from './s3-error.ts'
import type { Bytes } from './sealed-file.ts'

export type ByteReader = ReturnType<typeof byteReader>

export const byteReader = (source: Bytes) => {
  const chunks = (async function* () {
    yield* source
  })()
  let held: Buffer = Buffer.alloc(0)

  const more = async () => {
    const { done, value } = await chunks.next()
    if (done) return false
    held =
      held.length === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : Buffer.concat([held, value])
    return true
  }

  /** Everything before the mark, which is taken too. */
  const until = async (mark: string | Buffer, limit: number): Promise<Buffer> => {
    for (;;) {
      const at = held.indexOf(mark)
      if (at >= 0 && at <= limit) {
        const before = held.subarray(0, at)
        held = held.subarray(at + mark.length)
        return before
      }
      if (held.length > limit + mark.length || !(await more())) throw new S3Error('IncompleteBody')
    }
  }

  async function* take(length: number) {
    for (let left = length; left > 0; ) {
      if (held.length === 0 && !(await more())) throw new S3Error('IncompleteBody')
      const piece = held.subarray(0, left)
      held = held.subarray(piece.length)
      left -= piece.length
      if (piece.length > 0) yield piece
    }
  }

  /** Everything before the mark as a stream, for a stretch of unknown length. */
  async function* streamUntil(mark: Buffer) {
    for (;;) {
      const at = held.indexOf(mark)
      // The start of the mark may be at the end of what is held.
      const safe = at >= 0 ? at : Math.max(0, held.length - mark.length + 1)
      if (safe > 0) yield held.subarray(0, safe)
      held = held.subarray(at >= 0 ? at + mark.length : safe)
      if (at >= 0) return
      if (!(await more())) throw new S3Error('IncompleteBody')
    }
  }

  const drain = async () => {
    held = Buffer.alloc(0)
    while (await more()) held = Buffer.alloc(0)
  }

  return { until, take, streamUntil, drain }
}
