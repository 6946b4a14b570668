// Packs files into one ZIP archive that is the same whenever it is made: no dates, no owners.
import { crc32, deflateRawSync } from 'node:zlib'

export type ZipEntry = { name: string; bytes: Uint8Array }

const DEFLATED = 8
const VERSION = 20
/** 1 January 1980, the first day that the format knows. */
const DATE = 0x21
/** Made on Unix, a file that all may read and run. */
const MADE_BY_UNIX = 0x0300 | VERSION
const MODE = 0o100755 << 16

const numbers = (...fields: [size: 2 | 4, value: number][]): Buffer => {
  const buffer = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of fields) at = buffer.writeUIntLE(value, at, size)
  return buffer
}

export const zip = (entries: ZipEntry[]): Buffer => {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name)
    const packed = deflateRawSync(bytes)
    const facts = numbers(
      [2, VERSION],
      [2, 0],
      [2, DEFLATED],
      [2, 0],
      [2, DATE],
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, path.length],
      [2, 0],
    )
    files.push(numbers([4, 0x04034b50]), facts, path, packed)
    directory.push(
      numbers([4, 0x02014b50], [2, MADE_BY_UNIX]),
      facts,
      numbers([2, 0], [2, 0], [2, 0], [4, MODE >>> 0], [4, offset]),
      path,
    )
    offset += 4 + facts.length + path.length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, size],
    [4, offset],
    [2, 0],
  )
  return Buffer.concat([...files, ...directory, end])
}
