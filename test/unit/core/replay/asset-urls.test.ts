import { expect, test } from 'vitest'
import { watchAssetUrls } from '../../../../core/replay/asset-urls.ts'
import { resolveUrl } from '../../../../functions/stores/resolve-url.ts'

const TAB = 'tab'
let nextId = 1
const element = (tagName: string, attributes: object = {}, childNodes: object[] = []) => ({
  type: 2,
  id: nextId++,
  tagName,
  attributes,
  childNodes,
})
const text = (textContent: string) => ({ type: 3, id: nextId++, textContent })
const meta = { type: 4, timestamp: 1, data: { href: 'https://shop.example/p/' } }
const snapshot = (...childNodes: object[]) => ({
  type: 2,
  timestamp: 1,
  data: { node: { type: 0, id: nextId++, childNodes } },
})
const step = (data: object) => ({ type: 3, timestamp: 2, data })

const named = (...events: unknown[]) => {
  const urls = watchAssetUrls(resolveUrl)
  urls.note(TAB, [meta, ...events])
  return urls
    .named()
    .map(({ url, sheet }) => `${sheet ? 'sheet ' : ''}${url.replace('https://shop.example', '')}`)
}

test('a page names its sheets, images, posters, drawings and what its own styles show', () => {
  expect(
    named(
      snapshot(
        element('link', { rel: 'stylesheet', href: 'https://shop.example/site.css' }),
        element('link', { rel: 'icon', href: '/icon.png' }),
        element('link', {
          _cssText: 'a{background:url(https://shop.example/in.png)}',
          rel: 'stylesheet',
          href: '/read.css',
        }),
        element('style', {}, [text('@import "/fonts.css"; b{background:url(/b.png)}')]),
        element('img', { src: '/a.png', srcset: '/a1.png 1x, /a2.png 2x' }),
        element('picture', {}, [element('source', { srcset: '/a.avif' })]),
        element('video', { src: '/film.mp4', poster: '/poster.jpg' }, [
          element('source', { src: '/film.webm' }),
        ]),
        element('svg', {}, [element('use', { 'xlink:href': '/sprite.svg#cart' })]),
        element('div', { style: 'background-image: url(/c.png)' }),
        element('a', { href: '/logout' }, [text('go')]),
        element('iframe', { src: '/frame' }),
        element('script', { src: '/code.js' }),
      ),
    ),
  ).toEqual([
    'sheet /site.css',
    '/in.png',
    'sheet /fonts.css',
    '/b.png',
    '/a.png',
    '/a1.png',
    '/a2.png',
    '/a.avif',
    '/poster.jpg',
    '/sprite.svg',
    '/c.png',
  ])
})

test('what comes later is named, too: nodes, attributes, rules, constructed sheets, fonts', () => {
  const image = element('img', {})
  const link = element('a', {})
  expect(
    named(
      snapshot(image, link),
      step({
        source: 0,
        adds: [{ parentId: 1, nextId: null, node: element('img', { src: '/new.png' }) }],
        texts: [{ id: 5, value: 'p{background:url(/text.png)}' }],
        attributes: [
          {
            id: image.id,
            attributes: { src: '/changed.png', style: { 'background-image': ['url(/s.png)', 'important'] } },
          },
          { id: link.id, attributes: { href: '/delete-everything', src: '/delete-more' } },
          { id: 9_999, attributes: { src: '/unknown.webp' } },
        ],
      }),
      step({ source: 8, id: 1, adds: [{ rule: 'i{background:url(/rule.png)}' }] }),
      step({
        source: 15,
        id: 1,
        styles: [{ styleId: 1, rules: [{ rule: 'u{background:url(/adopted.png)}' }] }],
      }),
      step({ source: 13, id: 1, set: { property: 'background', value: 'url(/declared.png)' } }),
      step({ source: 10, fontSource: 'url(/f.woff2)' }),
    ),
  ).toEqual([
    '/new.png',
    '/text.png',
    '/changed.png',
    '/s.png',
    '/unknown.webp',
    '/rule.png',
    '/adopted.png',
    '/declared.png',
    '/f.woff2',
  ])
})

test('each address is named once, and no more than there is room for', () => {
  const urls = watchAssetUrls(resolveUrl, 3)
  const images = Array.from({ length: 10 }, (_, n) => element('img', { src: `/${n % 5}.png` }))
  urls.note(TAB, [meta, snapshot(...images)])
  expect(urls.named()).toHaveLength(3)
  expect(urls.cut()).toBeGreaterThan(0)
})

test('what is no recording names nothing, and harms nobody', () => {
  for (const event of [
    null,
    1,
    {},
    { type: 2, timestamp: 1 },
    step({ source: 0, adds: 5 }),
    step({ source: 15, styles: [null] }),
  ])
    expect(named(event)).toEqual([])
})
