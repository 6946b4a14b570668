import { expect, test } from 'vitest'
import { atMost } from '../../../dashboard/src/api/at-most.ts'

const works = () => {
  const begun: string[] = []
  const endings = new Map<string, PromiseWithResolvers<string>>()
  const work = (name: string) => () => {
    begun.push(name)
    const ending = Promise.withResolvers<string>()
    endings.set(name, ending)
    return ending.promise
  }
  return {
    begun,
    work,
    end: (name: string) => endings.get(name)?.resolve(name),
    fail: (name: string) => endings.get(name)?.reject(new Error(name)),
  }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('so much at a time is begun, the rest in its order as places become free, a failed one’s too', async () => {
  const { begun, work, end, fail } = works()
  const inTurn = atMost(2)
  const answers = ['a', 'b', 'c', 'd'].map((name) =>
    inTurn(work(name)).catch((error: Error) => `no ${error.message}`),
  )
  await settled()
  expect(begun).toEqual(['a', 'b'])
  fail('b')
  await settled()
  expect(begun).toEqual(['a', 'b', 'c'])
  end('a')
  await settled()
  end('c')
  end('d')
  expect(await Promise.all(answers)).toEqual(['a', 'no b', 'c', 'd'])
})

test('what nobody wants any more when its turn comes is not begun, and keeps nobody waiting', async () => {
  const { begun, work, end } = works()
  const inTurn = atMost(1)
  const given = new AbortController()
  const first = inTurn(work('a'))
  const second = inTurn(work('b'), given.signal)
  const third = inTurn(work('c'))
  given.abort(new Error('gone'))
  end('a')
  await expect(second).rejects.toThrow('gone')
  await first
  await settled()
  expect(begun).toEqual(['a', 'c'])
  end('c')
  expect(await third).toBe('c')
})
