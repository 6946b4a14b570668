import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldSighting, type Sighting, type Visitor } from '../../../../core/people/visitor.ts'
import { NOON, uuid } from '../make-batch.ts'

const sighting = (parts: Partial<Sighting> = {}): Sighting => ({
  projectId: 'prj_abcdefghijkl',
  visitorId: uuid(1),
  userId: null,
  firstAt: NOON,
  lastAt: NOON,
  ...parts,
})

test('a visitor becomes a user once, and no other user after that', () => {
  const anonymous = foldSighting(undefined, sighting())
  const ada = foldSighting(anonymous, sighting({ userId: 'ada' }))
  expect(ada.userId).toBe('ada')
  expect(foldSighting(ada, sighting({ userId: 'bob' }))).toBe(ada)
})

test('a visitor seen again within ten minutes is not rewritten', () => {
  const visitor = foldSighting(undefined, sighting())
  expect(foldSighting(visitor, sighting({ lastAt: NOON + 9 * 60_000 }))).toBe(visitor)
  expect(foldSighting(visitor, sighting({ lastAt: NOON + 10 * 60_000 })).lastSeenAt).toBe(NOON + 10 * 60_000)
})

test('sightings may come in any order and any number of times', () => {
  const sightings = fc.array(
    fc
      .record({ firstAt: fc.nat(1e7), length: fc.nat(1e7) })
      .map(({ firstAt, length }) => sighting({ firstAt: NOON + firstAt, lastAt: NOON + firstAt + length })),
    { minLength: 1 },
  )
  const foldAll = (list: Sighting[]) => list.reduce<Visitor | undefined>(foldSighting, undefined)
  fc.assert(
    fc.property(sightings, (list) => {
      expect(foldAll([...list, ...list].reverse())).toEqual(foldAll(list))
    }),
  )
})
