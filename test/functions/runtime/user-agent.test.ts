// A golden set of user agents: browsers of today and of old, apps, televisions, consoles, bots, libraries and rubbish.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUserAgent, type UserAgentFacts } from '../../../functions/runtime/user-agent.ts'

type Golden = UserAgentFacts & { what: string; userAgent: string }

const golden = JSON.parse(
  readFileSync(new URL('fixtures/user-agents.json', import.meta.url), 'utf8'),
) as Golden[]

/** Of a hundred: the parser is not ours, and some clients say what they are not. */
const RIGHT_AT_LEAST = 98

const faultsOf = ({ what, userAgent, ...expected }: Golden): string[] => {
  const facts = readUserAgent(userAgent)
  return (Object.keys(expected) as (keyof UserAgentFacts)[])
    .filter((name) => facts[name] !== expected[name])
    .map((name) => `${what}: ${name} is ${facts[name]} instead of ${expected[name]}`)
}

test(`at least ${RIGHT_AT_LEAST} of a hundred clients are told right in everything`, () => {
  expect(golden.length).toBeGreaterThanOrEqual(60)
  expect(new Set(golden.map(({ userAgent }) => userAgent)).size).toBe(golden.length)
  const faults = golden.map(faultsOf).filter((some) => some.length > 0)
  expect(
    (100 * (golden.length - faults.length)) / golden.length,
    faults.flat().join('\n'),
  ).toBeGreaterThanOrEqual(RIGHT_AT_LEAST)
})

test.each(golden.filter(({ bot }) => bot))('$what is told from a person', ({ userAgent }) => {
  expect(readUserAgent(userAgent).bot).toBe(true)
})

test('no person of the set is taken for a bot', () => {
  const people = golden.filter(({ bot }) => !bot)
  expect(people.filter(({ userAgent }) => readUserAgent(userAgent).bot)).toEqual([])
})

test('whatever is sent, something is known or Unknown, and each is short', () => {
  const parts = fc.constantFrom(
    'Mozilla/5.0 ',
    '(',
    ')',
    ';',
    'Windows NT ',
    'Android ',
    'Version/',
    'x'.repeat(300),
  )
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(parts, { maxLength: 60 }).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(anything, (text) => {
      const { browser, os, device, bot } = readUserAgent(text)
      for (const name of [browser, os]) expect(name.length).toBeGreaterThan(0)
      for (const name of [browser, os]) expect(name.length).toBeLessThanOrEqual(60)
      expect(['desktop', 'mobile', 'tablet', 'other']).toContain(device)
      expect(typeof bot).toBe('boolean')
    }),
  )
})
