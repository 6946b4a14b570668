// Makes recordings by hand: nodes, snapshots, steps. Nothing here cares whether they are well formed.

export type Json = Record<string, unknown>

export const START = 1_700_000_000_000
export const TAB = '22222222-2222-4222-8222-222222222222'

let nextId = 1
const id = () => nextId++

export const text = (textContent: string, more: Json = {}): Json => ({
  type: 3,
  id: id(),
  textContent,
  ...more,
})

export const element = (tagName: string, attributes: Json = {}, ...childNodes: Json[]): Json => ({
  type: 2,
  id: id(),
  tagName,
  attributes,
  childNodes,
})

export const svg = (tagName: string, attributes: Json = {}, ...childNodes: Json[]): Json => ({
  ...element(tagName, attributes, ...childNodes),
  isSVG: true,
})

export const idOf = (node: Json): number => Number(node['id'])

export type Page = { document: Json; html: Json; head: Json; body: Json }

export const page = (inHead: Json[], inBody: Json[], bodyAttributes: Json = {}): Page => {
  const head = element('head', {}, ...inHead)
  const body = element('body', bodyAttributes, ...inBody)
  const html = element('html', {}, head, body)
  const document = {
    type: 0,
    id: id(),
    childNodes: [{ type: 1, id: id(), name: 'html', publicId: '', systemId: '' }, html],
  }
  return { document, html, head, body }
}

export const snapshot = ({ document }: Pick<Page, 'document'>, at = START): Json[] => [
  { type: 4, timestamp: at, data: { href: 'https://shop.example/', width: 800, height: 500 } },
  { type: 2, timestamp: at, data: { node: document, initialOffset: { top: 0, left: 0 } } },
]

export const step = (data: Json, at = START + 100): Json => ({ type: 3, timestamp: at, data })

export const mutation = (parts: Json, at?: number): Json =>
  step({ source: 0, texts: [], attributes: [], removes: [], adds: [], ...parts }, at)

export const add = (parent: Json, node: unknown, nextId: unknown = null): Json => ({
  parentId: parent['id'],
  nextId,
  node,
})

/** Lines of a segment. */
export const lines = (events: readonly unknown[], made: readonly unknown[] = []): string[] => [
  JSON.stringify({ v: 1, tabId: TAB, format: 'rrweb-2', snapshot: made }),
  JSON.stringify({ seq: 0, shiftMs: 0, events }),
]
