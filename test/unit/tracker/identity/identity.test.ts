import { expect, test } from 'vitest'
import { openIdentity } from '../../../../tracker/src/identity/identity.ts'
import { openStore } from '../../../../tracker/src/identity/store.ts'
import { memoryArea } from './memory-area.ts'

const NOW = 1_795_000_000_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const openTabs = (area = memoryArea(), options: object = {}, idleMs = 30 * MINUTE, own = memoryArea()) => {
  const open = () =>
    openIdentity(
      openStore(() => area),
      openStore(() => own),
      { storageKey: 'visitor', userDataKey: 'data', expiryDays: 30, autoRefresh: true, ...options },
      () => idleMs,
    )
  return { area, open }
}

test('a session goes on while events come and ends after thirty quiet minutes', () => {
  const who = openTabs().open()
  const first = who.at(NOW).sessionId
  expect(who.at(NOW + 29 * MINUTE).sessionId).toBe(first)
  expect(who.at(NOW + 58 * MINUTE).sessionId).toBe(first)
  expect(who.at(NOW + 88 * MINUTE).sessionId).not.toBe(first)
})

test('a session ends after a day, however busy', () => {
  const who = openTabs().open()
  const first = who.at(NOW).sessionId
  for (let at = NOW; at < NOW + DAY; at += 20 * MINUTE) expect(who.at(at).sessionId).toBe(first)
  expect(who.at(NOW + DAY).sessionId).not.toBe(first)
})

test('a look at the session does not keep it alive', () => {
  const who = openTabs().open()
  const first = who.at(NOW).sessionId
  expect(who.sessionId(NOW + 20 * MINUTE)).toBe(first)
  expect(who.at(NOW + 31 * MINUTE).sessionId).not.toBe(first)
})

test('tabs share visitor and session, and the activity of one keeps the session of the other', () => {
  const { open } = openTabs()
  const [one, two] = [open(), open()]
  const first = one.at(NOW)
  expect(two.at(NOW + 1)).toEqual(first)
  for (let at = NOW; at <= NOW + HOUR; at += 10 * MINUTE) two.at(at)
  expect(one.at(NOW + HOUR + MINUTE)).toEqual(first)
})

test('tabs that began a session each at the same moment agree on one', () => {
  const { area, open } = openTabs()
  const [one, two] = [open(), open()]
  one.at(NOW)
  area.kept.clear()
  const later = two.at(NOW)
  expect(one.at(NOW).sessionId).not.toBe(later.sessionId)
  expect(one.at(NOW + 6_000).sessionId).toBe(later.sessionId)
  expect(two.at(NOW + 6_001).sessionId).toBe(later.sessionId)
})

test('a visitor is remembered for thirty days after the last event', () => {
  const { open } = openTabs()
  const { visitorId } = open().at(NOW)
  expect(open().at(NOW + 29 * DAY).visitorId).toBe(visitorId)
  expect(open().at(NOW + 58 * DAY).visitorId).toBe(visitorId)
  expect(open().at(NOW + 88 * DAY).visitorId).not.toBe(visitorId)
})

test('storage is written rarely', () => {
  const area = memoryArea()
  let writes = 0
  const counting = {
    ...area,
    setItem: (key: string, value: string) => {
      writes++
      area.setItem(key, value)
    },
  }
  const who = openTabs(counting).open()
  for (let i = 0; i < 1_000; i++) who.at(NOW + i)
  expect(writes).toBe(2)
})

test('a bare id that another tracker kept is taken over', () => {
  const area = memoryArea()
  area.kept.set('visitor', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff')
  expect(openTabs(area).open().at(NOW).visitorId).toBe('6f9619ff-8b86-4d01-b42d-00cf4fc964ff')
})

test('nonsense in storage is replaced', () => {
  const area = memoryArea()
  area.kept.set('visitor', '{"id":1}')
  area.kept.set('playhead_session', 'x~y')
  const { visitorId, sessionId } = openTabs(area).open().at(NOW)
  expect(area.kept.get('visitor')).toMatch(new RegExp(`^${visitorId}~${NOW}$`))
  expect(area.kept.get('playhead_session')).toBe(`${sessionId}~${NOW}`)
})

test('the first user keeps the visitor, another one starts anew, and a tab that missed it names nobody', () => {
  const { open } = openTabs()
  const [one, two] = [open(), open()]
  const anonymous = one.at(NOW)
  expect(one.identify('ann', NOW)).toBe(true)
  expect(one.identify('ann', NOW)).toBe(false)
  expect(one.at(NOW)).toEqual({ ...anonymous, userId: 'ann' })
  expect(two.identify('bob', NOW + 1)).toBe(true)
  const bob = two.at(NOW + 1)
  expect(bob.userId).toBe('bob')
  expect(bob.visitorId).not.toBe(anonymous.visitorId)
  expect(bob.sessionId).not.toBe(anonymous.sessionId)
  expect(one.at(NOW + 10_000)).toEqual({ ...bob, userId: undefined })
})

test('storage that refuses everything is replaced by memory', () => {
  const store = openStore(() => {
    throw new Error('denied')
  })
  store.set('a', '1')
  expect(store.get('a')).toBe('1')
  store.remove('a')
  expect(store.get('a')).toBeUndefined()
})

test('without a refresh a visitor is forgotten so many days after the first event, with it after the last', () => {
  const lives = (autoRefresh: boolean) => {
    const { open } = openTabs(memoryArea(), { expiryDays: 2, autoRefresh })
    const first = open().at(NOW).visitorId
    open().at(NOW + DAY)
    return open().at(NOW + 2.5 * DAY).visitorId === first
  }
  expect([lives(true), lives(false)]).toEqual([true, false])
})

test('the project’s idle time ends a session', () => {
  const who = openTabs(memoryArea(), {}, MINUTE).open()
  const first = who.at(NOW).sessionId
  expect(who.at(NOW + 59_000).sessionId).toBe(first)
  expect(who.at(NOW + 119_500).sessionId).not.toBe(first)
})

test('after a reset somebody else is here, and after wiping nothing is kept', () => {
  const { open, area } = openTabs()
  const who = open()
  who.identify('ann', NOW)
  const before = who.at(NOW)
  who.reset(NOW)
  expect(who.at(NOW)).toMatchObject({ userId: undefined })
  expect(who.at(NOW).visitorId).not.toBe(before.visitorId)
  expect(who.at(NOW).sessionId).not.toBe(before.sessionId)
  who.wipe()
  expect([...area.kept.keys()]).toEqual([])
})

test('what is shared with other servers of the site holds no secret of the visitor', () => {
  const shared = memoryArea()
  const own = memoryArea()
  const { visitorId } = openTabs(shared, {}, 30 * MINUTE, own)
    .open()
    .at(NOW)
  const [id, secret = ''] = `${own.getItem('playhead_secret')}`.split('~')
  expect(id).toBe(visitorId)
  expect(secret).toMatch(/^[\da-f]{32}$/)
  expect(shared.getItem('visitor')).toContain(visitorId)
  expect(shared.getItem('visitor')).not.toContain(secret)
})
