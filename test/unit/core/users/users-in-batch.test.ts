import { expect, test } from 'vitest'
import { usersIn } from '../../../../core/users/users-in-batch.ts'
import { makeStamped, NOON } from '../make-batch.ts'

test('of each user a batch tells when it was active last, whether it logged in, and its traits', () => {
  const batch = makeStamped({
    events: [
      { ts: NOON, name: 'click', userId: 'ada' },
      { ts: NOON + 5, name: 'identify', userId: 'ada', props: { traits: { plan: 'free' } } },
      { ts: NOON + 9, name: 'identify', userId: 'ada', props: { traits: { plan: 'pro' } } },
      { ts: NOON + 7, name: 'login', userId: 'grace', props: { method: 'email' } },
      { ts: NOON + 9, name: 'identify', props: { traits: { plan: 'of nobody' } } },
    ],
  })
  expect(usersIn([batch])).toEqual([
    {
      userId: 'ada',
      activeAt: NOON + 9,
      loginAt: null,
      traits: { plan: { value: 'pro', source: 'event', at: NOON + 9 } },
    },
    { userId: 'grace', activeAt: NOON + 7, loginAt: NOON + 7, traits: {} },
  ])
})

test('traits that are no object, or of another event, are none', () => {
  const batch = makeStamped({
    events: [
      { name: 'identify', userId: 'ada', props: { traits: ['plan'] } },
      { name: 'identify', userId: 'ada' },
      { name: 'purchase', userId: 'ada', props: { traits: { plan: 'pro' } } },
    ],
  })
  expect(usersIn([batch])).toMatchObject([{ userId: 'ada', traits: {} }])
})
