import { expect, test } from 'vitest'
import { assetTypeOf } from '../../../../core/assets/asset-type.ts'

const typeOf = (said: string, text: string) => assetTypeOf(said, Buffer.from(text, 'latin1'))

test.each([
  ['application/octet-stream', 'wOF2....', 'font/woff2'],
  ['text/plain', '\u0089PNG\r\n\u001a\n....', 'image/png'],
  ['text/css', 'GIF89a', 'image/gif'],
  ['image/jpeg', 'RIFF....WEBPVP8 ', 'image/webp'],
  ['', '....ftypavif', 'image/avif'],
  ['text/css', 'a{color:red}', 'text/css'],
  ['image/svg+xml', '<?xml version="1.0"?>\n<!-- a --><!-- b --><svg xmlns="x">', 'image/svg+xml'],
  ['image/svg+xml', '<!DOCTYPE svg PUBLIC "a" "b"><svg>', 'image/svg+xml'],
])('said to be %j, %j is %s', (said, text, type) => expect(typeOf(said, text)).toBe(type))

test.each([
  ['text/html', '<svg></svg>'],
  ['image/svg+xml', '<html><svg></svg></html>'],
  ['text/css', '<!DOCTYPE html><html>'],
  ['text/css', '  <html>'],
  ['text/css', 'a{}\u0000'],
  ['image/png', 'not a picture'],
  ['application/json', '{"secret":1}'],
  ['text/plain', 'a{color:red}'],
  ['text/javascript', 'alert(1)'],
  ['', ''],
])('said to be %j, %j is nothing that a page shows', (said, text) =>
  expect(typeOf(said, text)).toBeUndefined(),
)

test('a drawing full of comments that never begins is read in little time', () => {
  expect(typeOf('image/svg+xml', '<!---->'.repeat(600))).toBeUndefined()
})
