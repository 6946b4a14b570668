import { expect, test } from 'vitest'
import { safeCss } from '../../../../dashboard/player/page/safe-css.ts'

const EVIL = 'http://evil.example/x'

test.each([
  [`a{background:url(${EVIL})}`, 'a{background:url("about:invalid")}'],
  [`a{background:url( "${EVIL}" )}`, 'a{background:url("about:invalid")}'],
  [`a{background:\\75\\72 l(${EVIL})}`, 'a{background:url("about:invalid")}'],
  [`a{background:image-set("${EVIL}" 1x)}`, 'a{background:image-set("about:invalid" 1x)}'],
  [`@import "${EVIL}";a{}`, '@media not all{}a{}'],
  [`@import url(${EVIL}) screen;a{}`, '@media not all{}a{}'],
  ['a{fill:url(#gradient)}', 'a{fill:url("#gradient")}'],
  ['a{background:url(data:image/png;base64,xx)}', 'a{background:url("data:image/png;base64,xx")}'],
  ['a{content:"url(x) @import"}', 'a{content:"url(x) @import"}'],
])('%s', (css, safe) => {
  expect(safeCss(css)).toBe(safe)
})

test('what is harmless is not touched, and shares its text', () => {
  const css = '.a\\:b > c::before { content: "\\f101"; width: calc(1px + 2%) }'
  expect(safeCss(css)).toBe(css)
})

test.each([
  ['a:hover{color:red}', 'a:hover,a[playhead-hover]{color:red}'],
  ['a:hover b,c{color:red}', 'a:hover b,c,a[playhead-hover] b{color:red}'],
  ['@media (hover:hover){a:hover{b:c}}', '@media (hover:hover){a:hover,a[playhead-hover]{b:c}}'],
  [':is(a:hover,b){c:d}', ':is(a:hover,b),:is(a[playhead-hover],b){c:d}'],
  ['.x\\:hover{c:d}', '.x\\:hover{c:d}'],
])('who is hovered over is also told by an attribute: %s', (css, safe) => {
  expect(safeCss(css)).toBe(safe)
})
