import { expect, test } from 'vitest'
import { initialsOf } from '../../../dashboard/src/sessions/initials.ts'

test.each([
  ['Amber Otter', 'AO'],
  ['ada', 'AD'],
  ['ada.lovelace@shop.example', 'AL'],
  ['grace@shop.example', 'GR'],
  ['grace+news@shop.example', 'GR'],
  ['customer-1001@shop.example', '01'],
  ['user-4711', '11'],
  ['user-grace', 'GR'],
  ['user_ada_lovelace', 'AL'],
  ['usr:ada42', 'AD'],
  ['auth0|5f7c8ec7c33c6c004bbafe82', '82'],
  ['5b0c3c52-6ba8-4f5e-9f3b-2f0a1e3d4c5b', '5B'],
  ['user', 'US'],
  ['李小龙', '李小'],
  ['--', ''],
])('%s has the initials %s', (id, initials) => {
  expect(initialsOf(id)).toBe(initials)
})

test('users of one site who differ in a number only can be told apart', () => {
  const initials = new Set(Array.from({ length: 50 }, (_, n) => initialsOf(`user-${1000 + n}`)))
  expect(initials.size).toBe(50)
})
