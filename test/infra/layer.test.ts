import { createHash } from 'node:crypto'
import { crc32, gzipSync, inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { layerEntries } from '../../bin/layer-entries.ts'
import { zip } from '../../bin/zip.ts'

/** One file of a tar archive, as npm packs it. */
const tarred = (name: string, body: string, prefix = ''): Buffer => {
  const header = Buffer.alloc(512)
  header.write(name)
  header.write('000644 \0', 100)
  header.write(`${body.length.toString(8).padStart(11, '0')} `, 124)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  header.write(prefix, 345)
  return Buffer.concat([header, Buffer.from(body.padEnd(Math.ceil(body.length / 512) * 512, '\0'))])
}

const archive = gzipSync(
  Buffer.concat([
    tarred('package/package.json', '{}'),
    tarred('file.node', 'x'.repeat(700), 'package/deep'),
    Buffer.alloc(1024),
  ]),
)
const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`

test('a package lies in its layer where a function of Lambda looks for it', () => {
  const entries = layerEntries('@some/package', archive, integrity)
  expect(entries.map(({ name, bytes }) => [name, bytes.length])).toEqual([
    ['nodejs/node_modules/@some/package/package.json', 2],
    ['nodejs/node_modules/@some/package/deep/file.node', 700],
  ])
})

test('an archive that is not the one of the lock file is refused', () => {
  const other = gzipSync(tarred('package/package.json', '{ }'))
  expect(() => layerEntries('@some/package', other, integrity)).toThrow(
    'The archive of @some/package is not the one that package-lock.json names.',
  )
})

test('a ZIP gives back what it was made of, and is the same each time', () => {
  const entries = layerEntries('@some/package', archive, integrity)
  const packed = zip(entries)
  expect(zip(entries)).toEqual(packed)
  const end = packed.length - 22
  expect([packed.readUInt32LE(end), packed.readUInt16LE(end + 10)]).toEqual([0x06054b50, 2])
  let at = packed.readUInt32LE(end + 16)
  for (const { name, bytes } of entries) {
    expect(packed.readUInt32LE(at)).toBe(0x02014b50)
    const nameLength = packed.readUInt16LE(at + 28)
    expect(packed.toString('utf8', at + 46, at + 46 + nameLength)).toBe(name)
    expect([packed.readUInt32LE(at + 16), packed.readUInt32LE(at + 24)]).toEqual([crc32(bytes), bytes.length])
    const local = packed.readUInt32LE(at + 42)
    const body = local + 30 + packed.readUInt16LE(local + 26)
    expect(inflateRawSync(packed.subarray(body, body + packed.readUInt32LE(at + 20)))).toEqual(
      Buffer.from(bytes),
    )
    at += 46 + nameLength
  }
})
