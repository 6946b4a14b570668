// Follows the frames in a client's bytes, because ws limits a message but not the single frame.
// https://www.rfc-editor.org/rfc/rfc6455#section-5.2

const MASK_BYTES = 4 // whatever a client sends is masked

/** Payload length, once enough of the header is there to know it. */
const payloadLength = (header: Buffer, have: number): number | undefined => {
  const short = (header[1] ?? 0) & 0x7f
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0
  if (have < 2 || have < 2 + lengthBytes + MASK_BYTES) return undefined
  if (lengthBytes === 8) return Number(header.readBigUInt64BE(2))
  return lengthBytes === 2 ? header.readUInt16BE(2) : short
}

/** Give it every chunk in turn. */
export const watchFrameSizes = (maxBytes: number, tooLarge: () => void) => {
  const header = Buffer.alloc(14)
  let have = 0
  let toSkip = 0
  return (chunk: Buffer): void => {
    for (let at = 0; at < chunk.length; ) {
      if (toSkip > 0) {
        const skipped = Math.min(toSkip, chunk.length - at)
        toSkip -= skipped
        at += skipped
        continue
      }
      header[have++] = chunk[at++] ?? 0
      const length = payloadLength(header, have)
      if (length === undefined) continue
      if (length > maxBytes) tooLarge()
      toSkip = length
      have = 0
    }
  }
}
