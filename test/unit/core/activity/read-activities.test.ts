import { describe, expect, test } from 'vitest'
import { activityBodySchema, clientOf } from '../../../../core/activity/activity.ts'
import { readActivities } from '../../../../core/activity/read-activities.ts'
import { client } from '../make-batch.ts'

const read = (activity: object, own?: string) =>
  readActivities({ activities: [{ userId: 'ada', action: 'video_posted', ...activity }] }, own)

const LIMITS: [string, number, (text: string) => object][] = [
  ['action', 50, (text) => ({ action: text })],
  ['targetType', 30, (text) => ({ targetType: text })],
  ['targetId', 100, (text) => ({ targetId: text })],
  ['ip', 45, (text) => ({ ip: text })],
  ['deviceType', 20, (text) => ({ deviceType: text })],
  ['countryCode', 3, (text) => ({ countryCode: text })],
  ['region', 100, (text) => ({ region: text })],
]

describe.each(LIMITS)('%s', (field, max, making) => {
  test(`of ${max} characters is taken, of one more refused by its name`, () => {
    expect(read(making('x'.repeat(max)))).toMatchObject({ read: [{}], rejected: [] })
    const { read: taken, rejected } = read(making('x'.repeat(max + 1)))
    expect(taken).toEqual([])
    expect(rejected[0]).toMatchObject({ index: 0, reason: expect.stringMatching(`^${field}: `) })
  })
})

test('an activity becomes an event that says so, with its target, its metadata and its own time', () => {
  const { read: taken } = read({
    targetType: 'video',
    targetId: 7,
    metadata: { duration: 30 },
    timestamp: '2026-01-25T10:00:00Z',
  })
  expect(taken.map(({ event }) => event)).toEqual([
    {
      name: 'video_posted',
      activity: true,
      userId: 'ada',
      target: { type: 'video', id: '7' },
      props: { duration: 30 },
      ts: Date.UTC(2026, 0, 25, 10),
    },
  ])
})

test('a server names whose it is, a user speaks for itself alone', () => {
  expect(readActivities({ activities: [{ action: 'a' }] }, undefined).rejected).toEqual([
    { index: 0, reason: 'userId: is required of a server' },
  ])
  expect(readActivities({ activities: [{ action: 'a' }] }, 'ada').read[0]?.event.userId).toBe('ada')
  expect(read({ userId: 'grace' }, 'ada').rejected).toHaveLength(1)
  expect(read({ userId: 'ada' }, 'ada').rejected).toHaveLength(0)
})

test('a bad one costs no other, and each is named by its place', () => {
  const good = { userId: 'ada', action: 'login' }
  const activities = [good, { userId: 'ada' }, good, { ...good, action: '' }, good]
  const { read: taken, rejected } = readActivities({ activities }, undefined)
  expect(taken).toHaveLength(3)
  expect(rejected.map(({ index }) => index)).toEqual([1, 3])
})

test('two with one id are one and a fault', () => {
  const id = '00000000-0000-4000-8000-000000000001'
  const activity = { userId: 'ada', action: 'login', id }
  expect(readActivities({ activities: [activity, activity] }, undefined)).toMatchObject({
    read: [{}],
    rejected: [{ index: 1, reason: expect.stringMatching(/^id: /) }],
  })
})

test('a body is one activity or several, and never nothing', () => {
  expect(activityBodySchema.safeParse({ action: 'login', userId: 1 }).success).toBe(true)
  expect(activityBodySchema.safeParse({ activities: [{}] }).success).toBe(true)
  for (const bad of [{}, { activities: [] }, { activities: Array(101).fill({}) }, { userId: 'ada' }])
    expect(activityBodySchema.safeParse(bad).success, JSON.stringify(bad).slice(0, 40)).toBe(false)
})

test('what a server tells of the client wins over what nobody knows', () => {
  expect(
    clientOf({ ...client, device: 'other' }, { deviceType: 'ios', countryCode: 'DE', region: 'BE' }),
  ).toMatchObject({
    device: 'mobile',
    os: 'iOS',
    country: 'DE',
    region: 'BE',
  })
  expect(clientOf({ ...client, device: 'other' }, { deviceType: 'fridge' }).device).toBe('other')
  expect(clientOf(client, {})).toEqual(client)
})
