import { expect, test } from 'vitest'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import { startMasking } from '../../../../core/shares/mask-events.ts'
import { element, START, text } from '../replay/recordings.ts'

const SECRET = 'Ada-Lovelace'
const CSS = `.card { color: red; background: url("/users/${SECRET}.png") } @font-face { src: url(data:font/woff2;base64,AAAA) }`
const ADDRESS = `https://shop.example/users/${SECRET}?token=${SECRET}`

const event = (type: number, data: unknown): ReplayEvent => ({ type, timestamp: START, data })
const step = (data: object) => event(3, data)
const mutation = (parts: object) =>
  step({ source: 0, texts: [], attributes: [], removes: [], adds: [], ...parts })

const page = {
  type: 0,
  id: 1,
  childNodes: [
    { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
    element(3, 'html', {}, [
      element(4, 'head', {}, [
        element(5, 'title', {}, [text(6, SECRET)]),
        element(7, 'style', { _cssText: CSS }, [text(8, CSS)]),
        element(9, 'link', { rel: 'stylesheet', href: ADDRESS, _cssText: CSS }),
        element(10, 'meta', { name: 'author', content: SECRET }),
      ]),
      element(20, 'body', { class: 'page', 'data-user': SECRET, 'data-open': 'true' }, [
        element(21, 'p', { title: SECRET, 'aria-label': SECRET }, [text(22, `Dear ${SECRET}`)]),
        element(23, 'img', { src: ADDRESS, srcset: `${ADDRESS} 2x`, alt: SECRET, width: '20' }),
        element(24, 'input', { type: 'text', value: SECRET, placeholder: SECRET }),
        element(25, 'a', { href: ADDRESS }, [text(26, SECRET)]),
        element(27, 'canvas', { rr_dataURL: `data:image/png;base64,${SECRET}` }),
        element(28, 'div', { style: `width: 4px; background: url(${ADDRESS}); --name: "${SECRET}"` }),
        element(29, 'option', { value: SECRET, label: SECRET }, [text(30, SECRET)]),
        { type: 5, id: 31, textContent: SECRET },
        element(32, 'svg', { viewBox: '0 0 1 1' }, [
          element(33, 'image', { 'xlink:href': ADDRESS, href: ADDRESS }),
          element(34, 'path', { d: 'M0 0h1' }),
        ]),
        element(35, 'video', { poster: ADDRESS, src: ADDRESS, rr_mediaState: 'paused' }),
        element(36, 'iframe', { src: ADDRESS, srcdoc: SECRET, rr_src: ADDRESS }),
      ]),
    ]),
  ],
}

/** Everything that a recording may say it with. */
const TELLING: ReplayEvent[] = [
  event(4, { href: ADDRESS, width: 800, height: 600 }),
  event(2, { node: page, initialOffset: { top: 0, left: 0 } }),
  mutation({ texts: [{ id: 22, value: SECRET }] }),
  mutation({
    adds: [{ parentId: 20, nextId: null, node: element(40, 'b', { title: SECRET }, [text(41, SECRET)]) }],
  }),
  mutation({ adds: [{ parentId: 20, nextId: null, node: text(42, SECRET) }] }),
  mutation({ adds: [{ parentId: 7, nextId: null, node: text(43, CSS) }] }),
  mutation({
    attributes: [{ id: 21, attributes: { title: SECRET, src: ADDRESS, href: ADDRESS, alt: SECRET } }],
  }),
  mutation({
    attributes: [
      { id: 28, attributes: { style: { background: [`url(${ADDRESS})`, ''], '--name': `"${SECRET}"` } } },
    ],
  }),
  mutation({
    adds: [{ parentId: 36, nextId: null, node: { type: 0, id: 50, childNodes: [text(51, SECRET)] } }],
    isAttachIframe: true,
  }),
  step({ source: 5, id: 24, text: SECRET, isChecked: false }),
  step({ source: 8, id: 7, adds: [{ rule: CSS, index: 0 }] }),
  step({ source: 15, id: 1, styles: [{ styleId: 1, rules: [{ rule: CSS, index: 0 }] }], styleIds: [1] }),
  step({ source: 13, id: 7, index: [0], set: { property: 'background', value: `url(${ADDRESS})` } }),
  step({ source: 9, id: 27, commands: [{ property: 'fillText', args: [SECRET] }] }),
  step({ source: 11, level: 'log', payload: [SECRET] }),
  step({ source: 14, ranges: [] }),
  step({ source: 99, what: SECRET }),
  event(5, { tag: 'playhead/console', payload: { text: SECRET } }),
  event(5, { tag: SECRET, payload: SECRET }),
  event(6, { plugin: 'rrweb/console@1', payload: { payload: [SECRET] } }),
  event(0, { href: ADDRESS }),
  event(99, SECRET),
]

test('under the mask of all texts nothing that a page said comes through, whatever said it', () => {
  const mask = startMasking()
  for (const told of TELLING) {
    const passed = JSON.stringify(told.data === undefined ? [] : mask(told))
    expect(passed, JSON.stringify(told).slice(0, 120)).not.toContain(SECRET)
    expect(passed).not.toContain('token=')
  }
})

test('what makes a page look as it looks stays: boxes, sheets, fonts, drawings', () => {
  const mask = startMasking()
  const passed = JSON.stringify(TELLING.slice(0, 2).flatMap(mask))
  for (const kept of [
    'color: red',
    'data:font/woff2',
    '"class":"page"',
    '"data-open":"true"',
    'M0 0h1',
    'width: 4px',
    '"type":"text"',
  ])
    expect(passed).toContain(kept)
  expect(passed).toContain('•••• ••••••••••••')
  expect(passed).toContain('https://shop.example/…')
  const sheet = JSON.stringify(TELLING.slice(5, 6).flatMap(mask))
  expect(sheet).toContain('color: red')
})

test('a recording that is made up is masked, or left out, and never throws', () => {
  const mask = startMasking()
  for (const data of [
    null,
    undefined,
    7,
    'x',
    [],
    { source: 0 },
    { source: 0, adds: 7, texts: [null], attributes: {} },
    { node: { type: 2 } },
    { node: 3 },
  ])
    for (const type of [0, 1, 2, 3, 4, 5, 6]) expect(() => mask(event(type, data))).not.toThrow()
})
