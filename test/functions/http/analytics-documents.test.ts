import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { client, uuid } from '../../unit/core/make-batch.ts'
import { DAYS, generate } from '../analytics/generate.ts'
import { keepRows } from '../analytics/keep-rows.ts'
import { type Asked, asked, beganIn, figures, type OracleSession, sessionsOf } from '../analytics/oracle.ts'
import { call } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

const DAY_MS = 86_400_000
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS
const FIRST = TODAY - 10 * DAY_MS
const ALL: Asked = { from: FIRST - DAY_MS, to: Date.now() + DAY_MS, bots: 'include' }

let stage: Stage
let handler: HttpFunction
let shop: MadeProject
let log: MadeProject
let sessions: OracleSession[]
let activities: LakeRow[]

const lake = async () => {
  const { eventLake } = await import('../../../functions/stores/event-lake.ts')
  const { lakeMarkers } = await import('../../../functions/stores/lake-markers.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  return { events: eventLake(s3, 'test-lake', lakeMarkers(s3, 'test-lake', Date.now)) }
}

const ACTIONS = ['login', 'video_posted', 'comment_posted']

/** Every half hour of the last days a user does something, and a page is seen between. */
const makeActivities = (projectId: string): LakeRow[] =>
  Array.from(
    { length: 240 },
    (_, n): LakeRow => ({
      v: 1,
      eventId: uuid(40_000 + n),
      projectId,
      visitorId: uuid(41_000 + (n % 7)),
      sessionId: uuid(42_000 + n),
      tabId: uuid(43_000),
      seq: n,
      receivedAt: TODAY - n * 1_800_000,
      ts: TODAY - n * 1_800_000,
      name: n % 4 === 3 ? 'page_view' : (ACTIONS[n % 4] ?? ''),
      ...(n % 4 !== 3 && { activity: true as const }),
      userId: String(100 + (n % 5)),
      props: (n % 5 === 0 ? { username: 'ada' } : { duration: n }) as LakeRow['props'],
      ...(n % 2 === 0 && { target: { type: 'video', id: `v${n}` } }),
      ...client,
    }),
  )

beforeAll(async () => {
  stage = await startStage()
  handler = (await import('../../../functions/http/analytics.ts')).handler
  shop = await makeProject('owner-of-shop')
  log = await makeProject('owner-of-log')
  const generated = generate({ seed: 7, firstDay: FIRST, projectId: shop.projectId })
  sessions = sessionsOf(generated)
  activities = makeActivities(log.projectId)
  const { events } = await lake()
  await keepRows({ events }, generated.rows)
  await keepRows({ events }, activities, generated.rows.length)
  const { userProfiles } = await import('../../../functions/stores/user-profiles.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const profiles = userProfiles(dynamodb, 'people', Date.now)
  await profiles.put(log.projectId, '101', { username: 'grace', userIdType: 'number' })
})

afterAll(() => stage.stop())

const ask = async (to: string, parts: Parameters<typeof call>[1], { secretKey }: MadeProject = shop) => {
  const reply = await call(handler, { to, headers: { 'x-api-key': secretKey }, ...parts })
  const { success, data, ...rest } = reply.body as { success: boolean; data: Record<string, unknown> }
  if (reply.status === 200) expect({ success, rest }).toEqual({ success: true, rest: {} })
  return {
    status: reply.status,
    data,
    cache: reply.headers['x-cache'],
    stated: reply.headers['cache-status'],
  }
}

const dateOf = (ts: number) => new Date(ts).toISOString().slice(0, 10)

const tally = (found: { event: LakeRow; session: OracleSession }[], of: 'device' | 'browser' | 'os') => {
  const parts: Record<string, number> = {}
  for (const { session } of found) {
    const part = session.first[of]
    parts[part] = (parts[part] ?? 0) + 1
  }
  return parts
}

const totals = (found: { event: LakeRow; session: OracleSession }[]) => ({
  totalEvents: found.length,
  uniqueUsers: new Set(found.map(({ session }) => session.person)).size,
  uniqueSessions: new Set(found.map(({ session }) => session.sessionId)).size,
  devices: tally(found, 'device'),
  browsers: tally(found, 'browser'),
  operatingSystems: tally(found, 'os'),
})

const summaryOf = (what: Asked) => {
  const found = asked(sessions, what)
  const events = [...Map.groupBy(found, ({ event }) => event.name)].map(([eventType, own]) => ({
    eventType,
    ...totals(own),
  }))
  events.sort((a, b) => b.totalEvents - a.totalEvents || (a.eventType < b.eventType ? -1 : 1))
  return { ...totals(found), events }
}

const ofClick: Asked['where'] = ({ name }) => name === 'click'
const [START, FINISH] = [FIRST + DAY_MS, FIRST + 3 * DAY_MS]

test.each([
  ['nothing', {}, ALL],
  ['a type', { eventType: 'CLICK' }, { ...ALL, where: ofClick }],
  ['a beginning', { startDate: dateOf(START) }, { ...ALL, from: START }],
  ['an end', { endDate: dateOf(FINISH - DAY_MS) }, { ...ALL, to: FINISH }],
  [
    'moments',
    { startDate: new Date(START + 3_600_000).toISOString(), endDate: new Date(FINISH - 1).toISOString() },
    { ...ALL, from: START + 3_600_000, to: FINISH },
  ],
  [
    'all of it',
    { eventType: 'click', startDate: dateOf(START), endDate: dateOf(FINISH - DAY_MS) },
    { ...ALL, from: START, to: FINISH, where: ofClick },
  ],
])('the summary of events is narrowed by %s', async (_, query, what) => {
  const { data } = await ask('summarizeEvents', { query })
  expect(data).toEqual(summaryOf(what))
  const { totalEvents, devices } = data as ReturnType<typeof totals>
  expect(Object.values(devices).reduce((sum, part) => sum + part, 0)).toBe(totalEvents)
  expect(totalEvents).toBeGreaterThan(0)
})

test('the paths of older clients name the project by `appId`', async () => {
  const [first, second] = [
    await ask('summarizeEvents', { query: { projectId: shop.projectId } }),
    await ask('summarizeEvents', {
      route: 'GET /api/analytics/events/summary',
      query: { appId: shop.projectId },
    }),
  ]
  expect(second.data).toEqual(first.data)
  const foreign = await ask('summarizeEvents', {
    route: 'GET /api/analytics/events/summary',
    query: { appId: log.projectId },
  })
  expect(foreign.status).toBe(404)
})

test.each(['hour', 'day'] as const)('the timeline leaves no %s out', async (interval) => {
  const query = { interval, startDate: dateOf(START), endDate: dateOf(FINISH - DAY_MS) }
  const { data } = await ask('showEventTimeline', { query })
  const size = interval === 'hour' ? 3_600_000 : DAY_MS
  const expected = Array.from({ length: (FINISH - START) / size }, (_, at) => {
    const from = START + at * size
    const { totalEvents, uniqueUsers, uniqueSessions } = totals(
      asked(sessions, { ...ALL, from, to: from + size }),
    )
    return { timestamp: new Date(from).toISOString(), count: totalEvents, uniqueUsers, uniqueSessions }
  })
  expect(data).toEqual({ interval, timeZone: 'UTC', timeline: expected })
})

test('a user is told with what its visitors did before it logged in', async () => {
  const own = Map.groupBy(
    sessions.filter(({ isUser }) => isUser),
    ({ person }) => person,
  )
  const [userId = '', visits = []] = [...own].toSorted((a, b) => b[1].length - a[1].length)[0] ?? []
  expect(visits.some(({ events }) => events.every((event) => event.userId === undefined))).toBe(true)
  const { data } = await ask('showUserAnalytics', { params: { userId } })
  const events = visits
    .flatMap((one) => one.events)
    .toSorted((a, b) => b.ts - a.ts || (a.eventId < b.eventId ? -1 : 1))
  expect(data).toMatchObject({
    userId,
    totalEvents: events.length,
    totalSessions: visits.length,
    firstSeen: new Date(Math.min(...events.map(({ ts }) => ts))).toISOString(),
    lastSeen: new Date(Math.max(...events.map(({ ts }) => ts))).toISOString(),
    recentEvents: events
      .slice(0, 50)
      .map(({ eventId, name, props }) => ({ id: eventId, eventType: name, metadata: props })),
  })
  const parts = Object.entries(
    tally(
      visits.flatMap((session) => session.events.map((event) => ({ event, session }))),
      'browser',
    ),
  )
  const [[browser] = []] = parts.toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  expect(data['primaryBrowser']).toBe(browser)
  expect((data['sessions'] as object[]).length).toBe(Math.min(50, visits.length))
})

test('of a user that nobody knows nothing is told', async () => {
  const { data } = await ask('showUserAnalytics', { params: { userId: 'nobody' } })
  expect(data).toMatchObject({
    totalEvents: 0,
    totalSessions: 0,
    firstSeen: null,
    recentEvents: [],
    sessions: [],
  })
})

test('the overview of an app has the totals that the other answers have', async () => {
  const { data } = await ask('showAppOverview', { params: { projectId: shop.projectId } })
  const { totalEvents, uniqueUsers, events } = summaryOf(ALL)
  const found = asked(sessions, ALL)
  const expected = figures(found, beganIn(found, ALL))
  expect(data).toMatchObject({
    appId: shop.projectId,
    totals: {
      events: totalEvents,
      users: uniqueUsers,
      sessions: expected.sessions,
      eventTypes: events.length,
    },
    topEvents: events.slice(0, 10).map(({ eventType, totalEvents }) => ({ eventType, totalEvents })),
    kpis: {
      pageViews: expected.views,
      bounceRate: expected.bounceRate,
      averageSessionDuration: (expected.durationMs ?? 0) / 1000,
    },
  })
})

const done = () =>
  activities
    .filter(({ activity }) => activity)
    .toSorted((a, b) => b.ts - a.ts)
    .map(({ eventId, userId, name, target, ts, props }) => ({
      id: eventId,
      userId: userId === '101' ? 101 : userId,
      username: userId === '101' ? 'grace' : (props['username'] ?? null),
      action: name,
      targetType: target?.type ?? null,
      targetId: target?.id ?? null,
      timestamp: new Date(ts).toISOString(),
      metadata: props,
    }))

test('activities are told newest first, the first hundred of all of them', async () => {
  const { data } = await ask('listUserActivity', {}, log)
  expect(data).toEqual({ total: 180, activities: done().slice(0, 100) })
})

type Done = ReturnType<typeof done>[number]

test.each([
  ['a user', { userId: '102' }, ({ userId }: Done) => userId === '102'],
  ['an action', { action: 'video_posted' }, ({ action }: Done) => action === 'video_posted'],
  [
    'a beginning',
    { startDate: dateOf(TODAY - DAY_MS) },
    ({ timestamp }: Done) => Date.parse(timestamp) >= TODAY - DAY_MS,
  ],
  [
    'an end',
    { endDate: dateOf(TODAY - 2 * DAY_MS) },
    ({ timestamp }: Done) => Date.parse(timestamp) < TODAY - DAY_MS,
  ],
  [
    'all of it',
    {
      userId: '101',
      action: 'video_posted',
      startDate: dateOf(TODAY - 3 * DAY_MS),
      endDate: dateOf(TODAY - DAY_MS),
    },
    ({ userId, action, timestamp }: Done) =>
      userId === 101 &&
      action === 'video_posted' &&
      Date.parse(timestamp) >= TODAY - 3 * DAY_MS &&
      Date.parse(timestamp) < TODAY,
  ],
])('activities are narrowed by %s', async (_, query, fits) => {
  const expected = done().filter(fits)
  expect(expected.length).toBeGreaterThan(0)
  const { data } = await ask('listUserActivity', { query }, log)
  expect(data).toEqual({ total: expected.length, activities: expected.slice(0, 100) })
})

test('pages of activities follow one another, and one behind the last has the total', async () => {
  const page = async (offset: number) =>
    (await ask('listUserActivity', { query: { limit: '70', offset: String(offset) } }, log)).data
  const pages = [await page(0), await page(70), await page(140)]
  expect(pages.flatMap(({ activities }) => activities)).toEqual(done())
  expect(await page(500)).toEqual({ total: 180, activities: [] })
})

test.each([
  { offset: '10001' },
  { limit: '0' },
  { limit: '1001' },
  { startDate: 'yesterday' },
  { startDate: '2026-11-02', endDate: '2026-11-01' },
] as Record<string, string>[])('activities are not asked for by %o', async (query) => {
  expect((await ask('listUserActivity', { query }, log)).status).toBe(400)
})

test('the same page of activities is answered again, whatever came meanwhile', async () => {
  const asking = { query: { limit: '7' } }
  const first = await ask('listUserActivity', asking, log)
  await keepRows(await lake(), [{ ...(activities[0] as LakeRow), eventId: uuid(49_999) }], 9_000)
  const second = await ask('listUserActivity', asking, log)
  expect([first.cache, second.cache]).toEqual(['miss', 'hit'])
  expect([first.stated, second.stated]).toEqual(['playhead; fwd=miss', 'playhead; hit'])
  expect(second.data).toEqual(first.data)
})

test('sessions are told with the hours at which they began, in the zone of the project', async () => {
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  const timeZone = 'Asia/Kolkata'
  await call(accounts, {
    to: 'updateProject',
    memberId: 'owner-of-shop',
    params: { projectId: shop.projectId },
    body: { timeZone },
  })
  const { data } = await ask('showUserSessions', {})
  const began = sessions.filter(({ startedAt }) => startedAt >= FIRST - DAY_MS)
  const hours = Map.groupBy(began, ({ startedAt }) =>
    Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(startedAt)),
  )
  const seconds = began.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000
  expect(data).toEqual({
    totalSessions: began.length,
    averageSessionDuration: Math.round(seconds / began.length),
    // Nobody of the generated ones came today.
    activeUsersToday: 0,
    topHours: [...hours]
      .map(([hour, own]) => ({ hour, sessions: own.length }))
      .toSorted((a, b) => b.sessions - a.sessions || a.hour - b.hour),
  })
  expect(DAYS).toBeLessThan(10)
})
