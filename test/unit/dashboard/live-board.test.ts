import { expect, test } from 'vitest'
import { groupByPage } from '../../../dashboard/src/live-board/group-by-page.ts'
import { actionWords } from '../../../dashboard/src/live-board/last-action.ts'
import { barsOf } from '../../../dashboard/src/sessions/activity-bars.ts'
import { shownView } from '../../../dashboard/src/sessions/views/built-in-views.ts'
import { aSession } from './a-session.ts'

const on = (exitUrl: string | null, n: number) => aSession({ exitUrl, sessionId: `s-${n}` })

test('people are put together by path, the busiest page first, with the host where there are two', () => {
  const one = groupByPage([
    on('https://a.example/', 1),
    on('https://a.example/cart?x=1', 2),
    on('https://a.example/cart#top', 3),
  ])
  expect(one.map(({ page, sessions }) => [page, sessions.length])).toEqual([
    ['/cart', 2],
    ['/', 1],
  ])
  const two = groupByPage([on('https://a.example/', 1), on('https://b.example/', 2), on(null, 3)])
  expect(two.map(({ page }) => page)).toEqual(['a.example/', 'b.example/', '–'])
})

test('what a site calls its events is told as it is, what we know in words', () => {
  expect(actionWords('page_view')).toBe('Opened the page')
  expect(actionWords('checkout_started')).toBe('checkout started')
  expect(actionWords(null)).toBe('Arrived')
})

test('bars of activity stay in their picture, and a short visit takes less of it', () => {
  const long = barsOf({ counts: Array.from({ length: 60 }, (_, n) => n) })
  for (const { x, width, height } of long) {
    expect(x + width).toBeLessThanOrEqual(96)
    expect(height).toBeLessThanOrEqual(22)
  }
  expect(barsOf({ counts: [5, 0] }).map(({ empty }) => empty)).toEqual([false, true])
  expect(barsOf({ counts: [5] })[0]?.width).toBeLessThan(8)
  expect(barsOf({ counts: [] })).toEqual([])
})

const saved = {
  viewId: 'view_0000000000000001',
  projectId: 'prj_000000000001',
  name: 'Mine',
  filters: { device: 'mobile', unknown: 1 },
  shared: false,
  createdBy: 'me',
  createdAt: 0,
  updatedAt: 0,
}

test('the view that is shown is the one named, else one that asks for the same', () => {
  expect(shownView({}, [saved])).toMatchObject({ kind: 'built-in', view: { name: 'All' } })
  expect(shownView({ hasErrors: true }, [])).toMatchObject({ view: { name: 'With errors' } })
  expect(shownView({ device: 'mobile' }, [saved])).toMatchObject({ kind: 'saved', changed: false })
  expect(shownView({ device: 'tablet', view: saved.viewId }, [saved])).toMatchObject({
    kind: 'saved',
    changed: true,
  })
  expect(shownView({ device: 'tablet', view: 'view_gone' }, [saved])).toEqual({ kind: 'unsaved' })
})
