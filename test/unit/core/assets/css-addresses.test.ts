import { expect, test } from 'vitest'
import { addressesOfCss, asImported, closed, rewriteCss } from '../../../../core/assets/css-addresses.ts'

const written = (css: string) => addressesOfCss(css).map(({ written }) => written)

test('every address of a sheet is found, however it is written', () => {
  expect(
    written(`
      a { background: url(a.png) no-repeat, URL( 'b c.png' ); }
      @font-face { src: url("f.woff2") format("woff2"), url(f\\.woff) }
      i { background: -webkit-image-set("x.png" 1x, url(y.png) 2x type("image/png")) }
      b { content: "url(no.png)"; /* url(nor.png) */ }
      c { background: url(data:image/png;base64,AA==) }
      d { mask: url(#own) }`),
  ).toEqual(['a.png', 'b c.png', 'f.woff2', 'f.woff', 'x.png', 'y.png', 'data:image/png;base64,AA==', '#own'])
})

test('what a sheet imports is told apart from what it shows', () => {
  expect(addressesOfCss('@import "a.css"; @import url(b.css) screen; p{background:url(c.png)}')).toEqual([
    { written: 'a.css', sheet: true },
    { written: 'b.css', sheet: true },
    { written: 'c.png', sheet: false },
  ])
})

test('an address takes the place of another, and can end neither the string nor the sheet', () => {
  const evil = `x"); } body { display: none } /*\n`
  const css = rewriteCss('p{background:url(a.png);color:red}', { address: () => evil, imported: () => '' })
  expect(css).toBe(String.raw`p{background:url("x\22 ); } body { display: none } /*\a ");color:red}`)
  expect(written(css)).toEqual([evil.trim()])
})

test('an imported sheet stays under its conditions', () => {
  const css = rewriteCss(
    '@import url(a.css) layer(base) supports(display: grid) screen and (min-width: 1px);b{}',
    {
      address: (same) => same,
      imported: ({ conditions }) => asImported('p{}', conditions),
    },
  )
  expect(css).toBe('@layer base{@supports (display: grid){@media screen and (min-width: 1px){p{}}}}b{}')
  expect(asImported('p{}', '')).toBe('p{}')
})

test('a sheet that ends in its middle takes in nothing of what follows', () => {
  expect(closed('@media screen{a{color:red')).toBe('@media screen{a{color:red}}')
  expect(closed('a{content:"{"}')).toBe('a{content:"{"}')
})

test.each(['url(', '@import ', '"', '/*', 'image-set(', 'image-set("a" ', "@import 'a", 'url("', '\\'])(
  'a sheet of nothing but %s is read in time that grows with its length alone',
  (opening) => {
    const steps = (count: number) => {
      const css = opening.repeat(count)
      return rewriteCss(css, { address: (same) => same, imported: () => '' }).length
    }
    expect(steps(200_000 / opening.length)).toBeGreaterThanOrEqual(0)
  },
  5_000,
)
