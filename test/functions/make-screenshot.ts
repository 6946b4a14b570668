// Screenshots for the tests: real images, made byte by byte, and what is said of them.
import { randomUUID } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { Screenshot } from '../../core/screenshots/screenshot.ts'
import { uuid } from '../unit/core/make-batch.ts'

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A grey picture; `bytes` fills it up to that size with a chunk that viewers skip. */
export const makePng = ({ width = 40, height = 30, bytes = 0 } = {}): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const small = Math.min(width * height, 10_000)
  const parts = [
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(small + height))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  if (bytes > size) parts.splice(2, 0, chunk('fill', Buffer.alloc(bytes - size - 12, 7)))
  return Buffer.concat(parts)
}

/** As cameras write it: an APP1 segment before the frame. */
export const makeJpeg = ({ width = 40, height = 30 } = {}): Buffer => {
  const frame = Buffer.from([0xff, 0xc2, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const extra = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 102]), Buffer.alloc(100, 0xff)])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), extra, frame, Buffer.from([0xff, 0xd9])])
}

export const makeWebp = (kind: 'VP8 ' | 'VP8L' | 'VP8X', { width = 40, height = 30 } = {}): Buffer => {
  const bytes = Buffer.alloc(64)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(56, 4)
  bytes.write(`WEBP${kind}`, 8, 'latin1')
  if (kind === 'VP8 ') {
    bytes.write('\x9d\x01\x2a', 23, 'latin1')
    bytes.writeUInt16LE(width | 0x4000, 26)
    bytes.writeUInt16LE(height, 28)
  } else if (kind === 'VP8L') {
    bytes[20] = 0x2f
    bytes.writeUInt32LE((width - 1) | ((height - 1) << 14), 21)
  } else {
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
  }
  return bytes
}

export const makeMeta = (parts: Partial<Screenshot> = {}): Screenshot => ({
  v: 1,
  visitorId: uuid(901),
  sessionId: uuid(902),
  tabId: uuid(903),
  screenshotId: randomUUID(),
  sentAt: Date.now(),
  ts: Date.now(),
  ...parts,
})

export const makeScreenshot = (parts: Partial<Screenshot> = {}): Screenshot =>
  makeMeta({ image: makePng().toString('base64'), ...parts })
