import { describe, expect, test } from 'vitest'
import type { SideEntry } from '../../../../core/replay/replay.ts'
import { buildTree, rowsOf } from '../../../../dashboard/src/replay/inspector/dom-tree.ts'
import {
  filterEvents,
  formatKinds,
  indexAt,
  kindOf,
  parseKinds,
} from '../../../../dashboard/src/replay/inspector/event-kinds.ts'
import {
  consoleLines,
  errorLines,
  requestLines,
} from '../../../../dashboard/src/replay/inspector/side-lists.ts'
import { rate, VITALS } from '../../../../dashboard/src/replay/inspector/vital-ratings.ts'
import { barOf, windowAround } from '../../../../dashboard/src/replay/inspector/waterfall.ts'
import { anEvent } from './an-event.ts'

describe('the list of events', () => {
  const events = [
    anEvent('page_view', 1, { url: 'https://shop.example/cart' }),
    anEvent('click', 2, { target: { selector: '#pay', text: 'Pay now' } }),
    anEvent('order_paid', 3, { props: { coupon: 'SPRING' } }),
  ]

  test('is searched in everything that a reader sees of an event, by all words', () => {
    const found = (q: string) => filterEvents(events, { q, kinds: [] }).map(({ name }) => name)
    expect(found('pay')).toEqual(['click'])
    expect(found('CART')).toEqual(['page_view'])
    expect(found('spring paid')).toEqual(['order_paid'])
    expect(found('  ')).toHaveLength(3)
    expect(found('spring click')).toEqual([])
  })

  test('shows the kinds that are chosen, and all when none is', () => {
    expect(filterEvents(events, { kinds: ['clicks', 'custom'] })).toHaveLength(2)
    expect(filterEvents(events, { kinds: [] })).toBe(events)
  })

  test('takes from an address only kinds that there are', () => {
    expect(parseKinds('errors,nonsense,pages')).toEqual(['pages', 'errors'])
    expect(formatKinds(parseKinds('errors,pages'))).toBe('pages,errors')
    expect(formatKinds([])).toBeUndefined()
  })

  test('knows the tracker’s own events from those of the site', () => {
    const names = ['page_view', 'dead_click', 'input', 'form_abandoned', 'web_vital', 'checkout_started']
    expect(names.map(kindOf)).toEqual(['pages', 'frustration', 'input', 'input', 'other', 'custom'])
  })

  test('finds the one that a moment belongs to', () => {
    const items = [10, 20, 20, 30].map((at) => ({ at }))
    expect([5, 10, 25, 20, 99].map((at) => indexAt(items, at))).toEqual([-1, 0, 2, 2, 3])
  })
})

describe('what a recording tells beside the document', () => {
  const tabId = '00000007-0000-4000-8000-000000000001'
  const entries: SideEntry[] = [
    { tabId, at: 100, tag: 'playhead/console', payload: { level: 'shout', text: 7 } },
    {
      tabId,
      at: 2_000,
      tag: 'playhead/request',
      payload: { by: 'xhr', method: 'PUT', url: '/late', status: 200, durationMs: 100, startedAt: 5 },
    },
    {
      tabId,
      at: 2_100,
      tag: 'playhead/request',
      payload: { by: 'fetch', method: 'GET', url: '/long', status: 0, durationMs: 1_900, startedAt: 5 },
    },
    { tabId, at: 3_000, tag: 'playhead/error', payload: { type: 'TypeError', message: 'told twice' } },
    { tabId, at: 9_000, tag: 'playhead/error', payload: { type: 'Error', message: 'told once' } },
  ]

  test('is shown even where it is not what it should be', () => {
    expect(consoleLines(entries)).toMatchObject([{ level: 'log', text: '' }])
  })

  test('has requests in the order in which they began, on our clock', () => {
    expect(requestLines(entries).map(({ url, at }) => [url, at])).toEqual([
      ['/long', 200],
      ['/late', 1_900],
    ])
  })

  test('has an error once, though event and recording both tell it', () => {
    const events = [anEvent('error_occurred', 3_010, { props: { message: 'told twice', stack: 'at a' } })]
    const lines = errorLines(events, entries)
    expect(lines.map(({ message, stack }) => [message, stack])).toEqual([
      ['told twice', 'at a'],
      ['told once', undefined],
    ])
  })
})

test('a bar of the waterfall lies where its request lay, and is seen however short it was', () => {
  const span = { from: 1_000, to: 2_000 }
  expect(barOf(1_250, 500, span)).toEqual({ left: 0.25, width: 0.5 })
  expect(barOf(1_250, 0, span)?.width).toBeGreaterThan(0)
  expect(barOf(2_500, 10, span)).toBeNull()
  const late = barOf(1_999, 900, span)
  expect((late?.left ?? 9) + (late?.width ?? 9)).toBeLessThanOrEqual(1)
})

test('the window of the waterfall stays within the session', () => {
  const whole = { from: 0, to: 100_000 }
  expect(windowAround(0, whole, 60_000)).toEqual({ from: 0, to: 60_000 })
  expect(windowAround(100_000, whole, 60_000)).toEqual({ from: 40_000, to: 100_000 })
  expect(windowAround(50_000, { from: 0, to: 10 }, 60_000)).toEqual({ from: 0, to: 10 })
})

test('vitals are rated by their published bounds', () => {
  const [lcp] = VITALS
  if (!lcp) throw new Error('There are no vitals.')
  expect([2_500, 2_501, 4_001].map((value) => rate(lcp, value))).toEqual(['good', 'fair', 'poor'])
})

describe('the tree of a page', () => {
  const node = (id: number, parentId: number | null, name: string, text = '') => ({
    id,
    parentId,
    name,
    text,
    attributes: [],
  })
  const nodes = [
    node(1, null, '#document'),
    node(2, 1, 'html'),
    node(3, 2, 'head'),
    node(4, 3, 'title'),
    node(5, 2, 'body'),
    node(6, 5, '#text', '  \n '),
    node(7, 5, 'main'),
    node(8, 7, 'p'),
  ]

  test('is open down to what lies in the body, and unfolds further', () => {
    const tree = buildTree(nodes)
    expect(rowsOf(tree, new Set()).map(({ node: { name } }) => name)).toEqual([
      '#document',
      'html',
      'head',
      'body',
      'main',
    ])
    expect(rowsOf(tree, new Set([7])).at(-1)?.node.name).toBe('p')
    expect(rowsOf(tree, new Set([2]))).toHaveLength(2)
  })

  test('bears nodes that are their own parents, or nobody’s', () => {
    const odd = [node(1, 1, 'a'), node(2, 3, 'b'), node(3, 2, 'c'), node(4, 99, 'd')]
    expect(rowsOf(buildTree(odd), new Set()).map(({ node: { name } }) => name)).toEqual(['a', 'd'])
  })
})
