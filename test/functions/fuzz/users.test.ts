// Some 1,600 generated requests for the users of a site, their conversations, activities and logins.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../../core/api/operations.ts'
import { startFuzzStage } from './fuzz-stage.ts'

let stage: Awaited<ReturnType<typeof startFuzzStage>>

beforeAll(async () => {
  stage = await startFuzzStage()
}, 120_000)

afterAll(() => stage.stop())

const CHAPTERS = ['Users', 'Conversations']
/** What only reads comes first: it grows slower with all that is made. */
const fuzzed = operations
  .filter(({ chapter }) => CHAPTERS.includes(chapter))
  .toSorted((a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'))
/** Requests for each operation. */
const RUNS = 100

test.each(fuzzed.map((operation) => [operation.id, operation] as const))(
  '%s',
  async (_id, operation) => {
    await stage.fuzz(operation, RUNS)
  },
  120_000,
)

test('some of it was taken, most of it was not, and nothing secret is in the log', () => {
  const count = Object.values(stage.statuses).reduce((sum, some) => sum + some, 0)
  expect(count).toBe(fuzzed.length * RUNS)
  expect(Object.keys(stage.statuses)).toEqual(
    expect.arrayContaining(['200', '201', '202', '400', '401', '403', '404', '413', '415']),
  )
  stage.expectNothingSecretLogged()
})
