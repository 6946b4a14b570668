import { expect, test } from 'vitest'
import {
  firstOwner,
  isUndone,
  type RoleRow,
  withOwner,
  withoutOwner,
} from '../../../../core/organisations/ownership.ts'

const row = (memberId: string, decision: number, role: RoleRow['role'] = 'owner'): RoleRow => ({
  memberId,
  role,
  decision,
})

const two = withOwner(firstOwner('ada'), 'bob')

test('each decision raises the revision and stands with it', () => {
  expect(two).toEqual({ revision: 2, owners: { ada: 1, bob: 2 } })
  expect(withoutOwner(two, 'ada', [row('bob', 2)])).toEqual({ revision: 3, owners: { bob: 2 } })
})

test('the last owner stays', () => {
  const lastOwner = expect.objectContaining({ code: 'last-owner', status: 409 })
  expect(() => withoutOwner(firstOwner('ada'), 'ada', [])).toThrow(lastOwner)
  expect(() => withoutOwner(firstOwner('ada'), 'ada', [row('ada', 1)])).toThrow(lastOwner)
})

test.each([
  ['whose row still says another role', row('bob', 1, 'admin')],
  ['whose row says owner since before he lost it', row('bob', 1)],
  ['whom nobody decided to be one', row('cy', 2)],
])('an owner %s does not count', (_who, other) => {
  expect(() => withoutOwner(two, 'ada', [other])).toThrow()
})

test('a decision is undone until its row has followed it', () => {
  expect(isUndone(two, { memberId: 'bob', decision: 1 })).toBe(true)
  expect(isUndone(two, { memberId: 'bob', decision: 2 })).toBe(false)
  expect(isUndone(two, { memberId: 'cy', decision: 0 })).toBe(false)
})
