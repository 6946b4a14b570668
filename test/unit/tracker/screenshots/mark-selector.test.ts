import { expect, test } from 'vitest'
import { markSelector } from '../../../../tracker/src/screenshots/mark-selector.ts'

const OUT = ':where(:not([data-ph-tree]))'
const IN = ':where([data-ph-tree="3"])'

test.each([
  ['p', `p${OUT}`],
  ['main > p.a, a:hover', `main > p.a${OUT}, a:hover${OUT}`],
  ['li::before', `li${OUT}::before`],
  ['li:after', `li${OUT}:after`],
  ['input::-webkit-slider-thumb', `input${OUT}::-webkit-slider-thumb`],
  [':is(a, b) c', `:is(a, b) c${OUT}`],
  ['[title="a,b"]', `[title="a,b"]${OUT}`],
  ['.a\\,b', `.a\\,b${OUT}`],
  ['x-tab::part(label)', 'x-tab [part~="label"]'],
])('of the page, %s', (selector, marked) => {
  expect(markSelector(selector, 0)).toBe(marked)
})

test.each([
  ['p', `p${IN}`],
  [':host', '[data-ph-host="3"]'],
  [':host(.wide)', '[data-ph-host="3"]:is(.wide)'],
  [':host(.wide) p', `[data-ph-host="3"]:is(.wide) p${IN}`],
  ['::slotted(b)', '[data-ph-slotted="3"]:is(b)'],
  ['slot[name=x]::slotted(b)', 'slot[name=x]>[data-ph-slotted="3"]:is(b)'],
  ['.box ::slotted(b)', '.box [data-ph-slotted="3"]:is(b)'],
])('of a shadow tree, %s', (selector, marked) => {
  expect(markSelector(selector, 3)).toBe(marked)
})
