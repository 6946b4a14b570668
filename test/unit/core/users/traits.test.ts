import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TRAIT_MAX_CHARS, TRAIT_NAME_MAX_CHARS, USER_MAX_TRAITS } from '../../../../core/limits.ts'
import { foldTraits, type Traits, traitsOf } from '../../../../core/users/traits.ts'

const said = (value: string | number | null, at: number): Traits => traitsOf({ plan: value }, 'event', at)

test('the newest word on a trait stays, whichever comes first', () => {
  const [older, newer] = [said('free', 1), said('pro', 2)]
  expect(foldTraits(foldTraits({}, older), newer)).toEqual(newer)
  expect(foldTraits(foldTraits({}, newer), older)).toEqual(newer)
})

test('a trait says where it came from and when, and one that is taken back stays taken back', () => {
  expect(traitsOf({ plan: 'pro' }, 'server', 7)).toEqual({ plan: { value: 'pro', source: 'server', at: 7 } })
  expect(foldTraits(said(null, 2), said('free', 1))['plan']?.value).toBeNull()
})

test('what changes nothing is the very traits that were there', () => {
  const before = foldTraits(said('free', 1), traitsOf({ town: 'Oslo' }, 'event', 1))
  expect(foldTraits(before, said('free', 1))).toBe(before)
  expect(foldTraits(before, {})).toBe(before)
})

test('what is too long to be a trait is none, and costs no other', () => {
  const fits = { ['n'.repeat(TRAIT_NAME_MAX_CHARS)]: 1, text: 'x'.repeat(TRAIT_MAX_CHARS - 2) }
  const not = { ['n'.repeat(TRAIT_NAME_MAX_CHARS + 1)]: 1, long: 'x'.repeat(TRAIT_MAX_CHARS - 1), '': 1 }
  expect(Object.keys(traitsOf({ ...fits, ...not }, 'event', 1))).toEqual(Object.keys(fits))
})

const words = fc.array(
  fc.record({
    name: fc.integer({ min: 0, max: USER_MAX_TRAITS + 8 }).map((n) => `t${n}`),
    value: fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.constant(null)),
    source: fc.constantFrom('event' as const, 'server' as const, 'login' as const),
    at: fc.integer({ min: 0, max: 40 }),
  }),
  { minLength: 1, maxLength: 120 },
)

describe('in whatever order words come, and however often, they leave the same', () => {
  const foldAll = (all: Traits[]) => all.reduce(foldTraits, {} as Traits)

  // It fails when of two words of one moment the later delivered wins, or when the oldest traits are kept of too many.
  test('also of more traits than a user may have', () =>
    fc.assert(
      fc.property(words, fc.array(fc.nat(), { maxLength: 40 }), fc.nat(), (said, again, seed) => {
        const all = said.map(({ name, value, source, at }) => traitsOf({ [name]: value }, source, at))
        const more = [...all, ...again.map((n) => all[n % all.length] ?? {})]
        const shuffled = more
          .map((one, n) => ({ one, key: Math.imul(n + 1, seed | 1) >>> 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one)
        const left = foldAll(all)
        expect(foldAll(shuffled)).toEqual(left)
        expect(Object.keys(left).length).toBeLessThanOrEqual(USER_MAX_TRAITS)
      }),
    ))

  test('in batches of any size', () =>
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 7 }), (said, size) => {
        const all = said.map(({ name, value, source, at }) => traitsOf({ [name]: value }, source, at))
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
          foldAll(all.slice(n * size, (n + 1) * size)),
        )
        expect(foldAll(batches)).toEqual(foldAll(all))
      }),
    ))
})
