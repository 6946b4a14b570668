import { expect, test } from 'vitest'
import { z } from 'zod'
import { isUuid, timeOfUuidV7, uuidOf, uuidV4, uuidV7 } from '../../../../tracker/src/identity/uuid.ts'

const NOW = 1_795_000_000_123

test('both kinds are UUIDs that the ingest takes', () => {
  expect(z.uuidv4().safeParse(uuidV4()).success).toBe(true)
  expect(z.uuidv7().safeParse(uuidV7(NOW)).success).toBe(true)
  expect(isUuid(uuidV7(NOW))).toBe(true)
  expect(isUuid('not-a-uuid')).toBe(false)
})

test('a version 7 id tells its time and sorts by it', () => {
  expect(timeOfUuidV7(uuidV7(NOW))).toBe(NOW)
  expect(uuidV7(NOW) < uuidV7(NOW + 1)).toBe(true)
})

test('version and variant stand where they belong, whatever the digits', () => {
  expect(uuidOf('f'.repeat(32), 4)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  expect(uuidOf('0'.repeat(32), 7)).toBe('00000000-0000-7000-8000-000000000000')
})
