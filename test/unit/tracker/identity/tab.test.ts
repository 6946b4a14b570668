import { expect, test } from 'vitest'
import { openStore } from '../../../../tracker/src/identity/store.ts'
import { openTab } from '../../../../tracker/src/identity/tab.ts'
import type { CutBatch } from '../../../../tracker/src/transport/queue.ts'
import { memoryArea } from './memory-area.ts'

const open = (area: ReturnType<typeof memoryArea>) => {
  const tab = openTab(
    openStore(() => area),
    'tab',
  )
  return { tab, inherited: tab.take() }
}

const batch = { v: 1, seq: 1, events: '{}', count: 1 } as CutBatch

test('the next page of a tab counts on and gets what was left unsent', () => {
  const area = memoryArea()
  const { tab } = open(area)
  expect([tab.nextSeq(), tab.nextSeq()]).toEqual([0, 1])
  tab.release([batch])
  const next = open(area)
  expect(next.tab.id).toBe(tab.id)
  expect(next.inherited).toEqual([batch])
  expect(next.tab.nextSeq()).toBe(2)
})

test('a tab that is copied while its page lives is a tab of its own', () => {
  const area = memoryArea()
  const { tab } = open(area)
  const copy = memoryArea()
  for (const [key, value] of area.kept) copy.setItem(key, value)
  const other = open(copy)
  expect(other.tab.id).not.toBe(tab.id)
  expect(other.tab.nextSeq()).toBe(0)
})

test('a damaged record starts a new tab', () => {
  const area = memoryArea()
  area.kept.set('tab', '{"id":"x"}')
  const { tab, inherited } = open(area)
  expect(tab.nextSeq()).toBe(0)
  expect(inherited).toEqual([])
})
