import { expect, test } from 'vitest'
import { matchesSearch } from '../../../../core/highlights/matches-search.ts'

const highlight = {
  highlightId: 'clip_0000000000000001',
  sessionId: '0198a000-0000-7000-8000-000000000001',
  title: 'The coupon is refused',
  tags: ['checkout', 'bug'],
  from: 0,
  to: 5_000,
  screenshotId: null,
  author: { memberId: 'm', email: 'ann@fern.example' },
  createdAt: 0,
  editedAt: null,
}

test.each([
  [{}, true],
  [{ q: '' }, true],
  [{ q: '  ' }, true],
  [{ q: 'COUPON bug' }, true],
  [{ q: 'ann@fern' }, true],
  [{ q: 'coupon shoes' }, false],
  [{ tag: 'Bug ' }, true],
  [{ tag: 'bu' }, false],
  [{ tag: 'bug', q: 'shoes' }, false],
])('%j is answered by it: %s', (search, isFound) => {
  expect(matchesSearch(highlight, search)).toBe(isFound)
})
