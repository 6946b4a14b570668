import { expect, test } from 'vitest'
import { ROLES, type Role } from '../../../../core/organisations/role.ts'
import { checkMayChangeRole, checkMayInvite, checkMayRemove } from '../../../../core/organisations/who-may.ts'

const is = (memberId: string, role: Role) => ({ memberId, role })

const allows = (check: () => void): boolean => {
  try {
    check()
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'forbidden', status: 403 })
    return false
  }
}

const all = ROLES.flatMap((actor) => ROLES.map((target) => ({ actor, target })))

test.each(all)('$actor changes the role of another $target as the rules say', ({ actor, target }) => {
  for (const role of ROLES) {
    const expected = actor === 'owner' || (actor === 'admin' && target !== 'owner' && role !== 'owner')
    expect(allows(() => checkMayChangeRole(is('ada', actor), is('bob', target), role))).toBe(expected)
  }
})

test.each(all)('$actor removes another $target as the rules say', ({ actor, target }) => {
  const expected = actor === 'owner' || (actor === 'admin' && target !== 'owner')
  expect(allows(() => checkMayRemove(is('ada', actor), is('bob', target)))).toBe(expected)
})

test.each(ROLES)('%s may leave, and changes the own role only as an owner', (role) => {
  expect(allows(() => checkMayRemove(is('ada', role), is('ada', role)))).toBe(true)
  expect(allows(() => checkMayChangeRole(is('ada', role), is('ada', role), 'viewer'))).toBe(role === 'owner')
})

test('only owners invite owners', () => {
  expect(allows(() => checkMayInvite('admin', 'owner'))).toBe(false)
  expect(allows(() => checkMayInvite('owner', 'owner'))).toBe(true)
  expect(allows(() => checkMayInvite('admin', 'admin'))).toBe(true)
})
