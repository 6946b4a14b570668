// The checksums a client may send along, computed while the bytes pass.
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

export type RunningChecksum = { update(bytes: Uint8Array): void; digest(): Buffer }

export const isChecksumAlgorithm = (name: string | undefined): name is ChecksumAlgorithm =>
  CHECKSUM_ALGORITHMS.some((algorithm) => algorithm === name)

export const checksumHeader = (algorithm: ChecksumAlgorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`

export const CHECKSUM_BYTES = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const

const uint32 = (value: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(value >>> 0)
  return buffer
}

const runningCrc32 = (): RunningChecksum => {
  let crc = 0
  return {
    update: (bytes) => {
      crc = crc32(bytes, crc)
    },
    digest: () => uint32(crc),
  }
}

const CRC32C_REVERSED = 0x82f63b78
const CRC64NVME_REVERSED = 0x9a6c9329ac4bc9b5n

const once = <T>(make: () => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const crc32cTable = once(() =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CRC32C_REVERSED : crc >>> 1
    return crc
  }),
)

const runningCrc32c = (): RunningChecksum => {
  const table = crc32cTable()
  let crc = 0xffffffff
  return {
    update: (bytes) => {
      for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
    },
    digest: () => uint32(~crc),
  }
}

// Two halves of 32 bits, because BigInt is a hundred times slower.
const crc64Table = once(() => {
  const high = new Uint32Array(256)
  const low = new Uint32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ CRC64NVME_REVERSED : crc >> 1n
    high[byte] = Number(crc >> 32n)
    low[byte] = Number(crc & 0xffffffffn)
  }
  return { high, low }
})

const runningCrc64 = (): RunningChecksum => {
  const table = crc64Table()
  let high = 0xffffffff
  let low = 0xffffffff
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff
        low = ((low >>> 8) | (high << 24)) ^ (table.low[index] ?? 0)
        high = (high >>> 8) ^ (table.high[index] ?? 0)
      }
    },
    digest: () => Buffer.concat([uint32(~high), uint32(~low)]),
  }
}

const RUNNING: Record<ChecksumAlgorithm, () => RunningChecksum> = {
  CRC32: runningCrc32,
  CRC32C: runningCrc32c,
  CRC64NVME: runningCrc64,
  SHA1: () => createHash('sha1'),
  SHA256: () => createHash('sha256'),
}

export const runningChecksum = (algorithm: ChecksumAlgorithm) => RUNNING[algorithm]()
