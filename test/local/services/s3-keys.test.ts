// How keys become file names.
import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { compareKeys, decodeSegment, encodeSegment, placeOf } from '../../../local/services/s3/key-path.ts'

const pathOf = (key: string) => {
  const place = placeOf(key)
  return place.kind === 'tree' ? [...place.folders, place.file].join('/') : `long:${place.file}`
}

const text = () => string({ unit: 'binary', maxLength: 60 })

test('a segment comes back as it was', () => {
  assert(property(text(), (segment) => decodeSegment(encodeSegment(segment)) === segment))
})

test('a file name holds nothing that any file system treats in its own way', () => {
  const isSafe = (name: string) =>
    /^[a-z0-9%._~@-]{1,201}$/.test(name) &&
    !/^\.|\.$/.test(name) &&
    !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/.test(name)
  assert(
    property(text(), (key) => {
      const place = placeOf(key)
      return isSafe(place.file) && (place.kind === 'long' || place.folders.every(isSafe))
    }),
  )
  for (const key of ['..', '.', 'a/../b', 'CON', 'con', 'lpt1.txt', 'a.', 'a ', '~', 'x@']) {
    expect(pathOf(key).split('/').every(isSafe), key).toBe(true)
  }
})

test('two keys never share a file, even where upper and lower case are the same', () => {
  const share = (a: string, b: string) => a !== b && pathOf(a).toLowerCase() === pathOf(b).toLowerCase()
  assert(property(text(), text(), (a, b) => !share(a, b)))
  assert(property(text(), (key) => !share(key, key.toUpperCase()) && !share(key, key.normalize('NFD'))))
  const tricky = ['a', 'A', 'a/', 'a//', '/a', 'a@', 'a/@', '%41', '~', '', '%7e']
  expect(new Set(tricky.map((key) => pathOf(key).toLowerCase())).size).toBe(tricky.length)
})

test('a key of any length has a path that fits', () => {
  for (const key of [
    'x'.repeat(1024),
    'X'.repeat(341),
    'a/'.repeat(512),
    'é'.repeat(512),
    `${'/'.repeat(1023)}x`,
  ]) {
    expect(pathOf(key).length).toBeLessThan(500)
  }
})

test('keys are ordered by their bytes', () => {
  const sign = (order: number) => Math.sign(order)
  assert(
    property(
      text(),
      text(),
      (a, b) => sign(compareKeys(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b)),
    ),
  )
  expect(compareKeys('\uffee', '🎬')).toBeLessThan(0)
})
