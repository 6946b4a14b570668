import { expect, test } from 'vitest'
import { ROLES as CORE_ROLES, reaches as coreReaches } from '../../../core/organisations/role.ts'
import { ROLES, reaches } from '../../../dashboard/src/members/roles.ts'
import { mayRemove, offers, rolesToGive, rolesToInvite } from '../../../dashboard/src/settings/offers.ts'

const member = (memberId: string, role: (typeof CORE_ROLES)[number]) => ({ memberId, role })
const ada = member('ada', 'owner')
const grace = member('grace', 'admin')
const linus = member('linus', 'viewer')
const team = [ada, grace, linus]

test('the roles and their order are those of core', () => {
  expect(ROLES).toEqual([...CORE_ROLES])
  for (const one of ROLES)
    for (const other of ROLES) expect(reaches(one, other)).toBe(coreReaches(one, other))
})

test('each role is offered all that the one before it is, and more where it may more', () => {
  const offered = ROLES.map((role) => Object.values(offers(role)).filter(Boolean).length)
  expect(offered).toEqual([0, 8, 20, 21])
  expect(offers('analyst').seeKeys).toBe(true)
  expect(offers('admin').deleteProject).toBe(false)
})

test('admins give others any role below owner, and leave owners and themselves alone', () => {
  expect(rolesToGive(grace, linus, team)).toEqual(['viewer', 'analyst', 'admin'])
  expect(rolesToGive(grace, ada, team)).toEqual([])
  expect(rolesToGive(grace, grace, team)).toEqual([])
  expect(rolesToGive(linus, grace, team)).toEqual([])
})

test('owners give any role, but the last of them stays one', () => {
  expect(rolesToGive(ada, grace, team)).toEqual(['viewer', 'analyst', 'admin', 'owner'])
  expect(rolesToGive(ada, ada, team)).toEqual([])
  expect(rolesToGive(ada, ada, [...team, member('joan', 'owner')])).toHaveLength(4)
})

test('only owners invite owners', () => {
  expect(rolesToInvite('owner')).toContain('owner')
  expect(rolesToInvite('admin')).toEqual(['viewer', 'analyst', 'admin'])
})

test('anybody may leave but the last owner, and is removed only by whoever may', () => {
  expect(mayRemove(linus, linus, team)).toBe(true)
  expect(mayRemove(ada, ada, team)).toBe(false)
  expect(mayRemove(grace, ada, team)).toBe(false)
  expect(mayRemove(grace, linus, team)).toBe(true)
  expect(mayRemove(linus, grace, team)).toBe(false)
  const two = [...team, member('joan', 'owner')]
  expect(mayRemove(ada, member('joan', 'owner'), two)).toBe(true)
  expect(mayRemove(grace, ada, two)).toBe(false)
})
