import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  childrenBefore,
  type ListChange,
  longestRise,
} from '../../../../tracker/src/recording/rrweb/child-order.ts'

type Child = { name: string }

/** A list that is changed as a page changes children, with the record a browser would make of each change. */
const change = (list: Child[], from: number, removed: number, added: Child[]): ListChange<Child> => {
  const at = Math.min(from, list.length)
  const previousSibling = list[at - 1] ?? null
  return { removedNodes: list.splice(at, removed, ...added), addedNodes: added, previousSibling }
}

test('whatever was done to a list of children, it is found as it was before', () => {
  const step = fc.record({ from: fc.nat(12), removed: fc.nat(4), added: fc.nat(3), again: fc.boolean() })
  fc.assert(
    fc.property(fc.nat(10), fc.array(step, { maxLength: 30 }), (length, steps) => {
      let next = 0
      const make = () => ({ name: `child ${next++}` })
      const list = Array.from({ length }, make)
      const before = list.slice()
      const gone: Child[] = []
      const changes = steps.map(({ from, removed, added, again }) => {
        // What went comes back as often as something new does.
        const came = Array.from(
          { length: added },
          () => (again && gone.length > 0 ? gone.splice(0, 1)[0] : undefined) ?? make(),
        )
        const made = change(list, from, removed, came)
        gone.push(...made.removedNodes)
        return made
      })
      expect(childrenBefore(list, changes)).toEqual(before)
    }),
  )
})

test('changes that do not fit together are not guessed at', () => {
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  expect(childrenBefore([a], [{ addedNodes: [b], removedNodes: [], previousSibling: null }])).toBeUndefined()
})

test('the longest rising run rises, and none is longer', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 9 }), (values) => {
      const kept = [...longestRise(values)].sort((a, b) => a - b).map((index) => values[index] as number)
      expect(kept).toEqual(kept.toSorted((a, b) => a - b))
      const longest = Array.from({ length: 2 ** values.length }, (_, mask) =>
        values.filter((_, at) => mask & (1 << at)),
      )
        .filter((some) => some.every((value, at) => at === 0 || (some[at - 1] as number) < value))
        .reduce((most, some) => Math.max(most, some.length), 0)
      expect(kept).toHaveLength(longest)
    }),
    { numRuns: 60 },
  )
})
