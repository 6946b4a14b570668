import { expect, test } from 'vitest'
import { addressesOfSrcset, assetAddress } from '../../../../core/assets/asset-address.ts'
import { resolveUrl } from '../../../../functions/stores/resolve-url.ts'

const read = (written: string) => assetAddress(resolveUrl, written, 'https://shop.example/a/b?c')

test.each([
  ['x.png', 'https://shop.example/a/x.png'],
  ['/x.png#part', 'https://shop.example/x.png'],
  ['//cdn.example/x.png', 'https://cdn.example/x.png'],
  [' \n/x.png ', 'https://shop.example/x.png'],
  ['/x.png?v=1', 'https://shop.example/x.png?v=1'],
])('%j is an address', (written, absolute) => expect(read(written)).toBe(absolute))

test.each([
  '',
  '#icon',
  'data:image/png;base64,AA',
  'blob:https://shop.example/1',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'ftp://shop.example/x',
  'https://ada:secret@shop.example/x.png',
  '/x.png?token=***',
  '/x.png?token=[secret]',
  '/x.png?mail=%5Bemail%5D',
  '/••••.png',
  `/${'x'.repeat(3_000)}`,
  'https://',
])('%j is none that may be asked for', (written) => expect(read(written)).toBeUndefined())

test('a srcset is read as browsers read it', () => {
  expect(addressesOfSrcset('a.png, b.png 2x,c.png 300w , /d,e.png 1x')).toEqual([
    'a.png',
    'b.png',
    'c.png',
    '/d,e.png',
  ])
  expect(addressesOfSrcset('data:image/png;base64,AA 1x, b.png 2x')).toEqual([
    'data:image/png;base64,AA',
    'b.png',
  ])
  expect(addressesOfSrcset(' , ,')).toEqual([])
  expect(addressesOfSrcset('')).toEqual([])
})
