// Role × setting × route and socket: what a project does not let a role see comes to it by no way.
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JsonValue } from '../../../core/json/json-value.ts'
import { ACCESS_DEFAULTS, type ProjectAccess } from '../../../core/projects/access.ts'
import type { Replay, SideEventList } from '../../../core/replay/replay.ts'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import type { SessionEventList } from '../../../core/sessions/session-event.ts'
import type { ServerFrame } from '../../../core/socket/frames.ts'
import type { SocketFunction } from '../../../functions/runtime/socket.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { opening } from '../../unit/core/replay/recordings.ts'
import { accountsClient } from '../accounts-client.ts'
import { type Call, context, kinesisEvent, type Reply, socketEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { makeScreenshot } from '../make-screenshot.ts'
import { startWholeApi, type WholeApi } from '../whole-api.ts'

const ROLES = ['ada', 'admin', 'analyst', 'viewer', 'server'] as const
type Who = (typeof ROLES)[number]

let api: WholeApi
let accounts: Awaited<ReturnType<typeof accountsClient>>
let shop: MadeProject
let sockets = 0
const RUNNING = uuid(91_001)
const OVER = uuid(91_002)
const VISITOR = uuid(91_003)
const SECRETS = ['grace@hopper', 'Rear Admiral']
const DEV_TOOLS = ['secret line', 'https://shop.example/secret-pay']

const socket = async (name: string): Promise<SocketFunction> =>
  (await import(`../../../functions/socket/${name}.ts`)).handler
const consumer = async (name: string): Promise<StreamFunction> =>
  (await import(`../../../functions/stream/${name}.ts`)).handler

const batchOf = (sessionId: string, seq: number, at: number) => {
  const side = (tag: string, payload: JsonValue): JsonValue => ({
    type: 5,
    timestamp: at + 20,
    data: { tag: `playhead/${tag}`, payload },
  })
  const url = 'https://shop.example/secret-pay'
  return makeStamped({
    projectId: shop.projectId,
    sessionId,
    visitorId: VISITOR,
    tabId: uuid(91_100),
    seq,
    receivedAt: at + 1_000,
    events: [
      { ts: at, userId: 'grace@hopper', name: 'page_view', url: 'https://shop.example/' },
      { ts: at + 5, userId: 'grace@hopper', name: 'identify', props: { traits: { title: 'Rear Admiral' } } },
    ],
    replay: {
      format: 'rrweb-2',
      events: [
        ...(JSON.parse(JSON.stringify(opening(at))) as JsonValue[]),
        side('console', { level: 'log', text: 'secret line' }),
        side('request', { by: 'fetch', method: 'GET', url, status: 500, startedAt: at, durationMs: 1 }),
        side('error', { type: 'Error', message: 'broke' }),
      ],
    },
  })
}

beforeAll(async () => {
  api = await startWholeApi()
  accounts = await accountsClient()
  shop = await makeProject('ada')
  for (const role of ['admin', 'analyst', 'viewer'] as const)
    await accounts.join(shop.organisationId, 'ada', role, role)
  const now = Date.now()
  const batches = [batchOf(RUNNING, 0, now - 10_000), batchOf(OVER, 0, now - 3_600_000)]
  for (const name of ['roll-up-sessions', 'store-session'])
    await (await consumer(name))(kinesisEvent(batches), context())
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const store = sessions(dynamodb, 'sessions', Date.now)
  const { state, revision } = await store.read(shop.projectId, OVER)
  if (state) await store.write({ ...state, endedAt: state.lastSeenAt }, revision)
  await api.ask('trackScreenshot', {
    query: { k: shop.publishableKey },
    body: makeScreenshot({ sessionId: OVER, visitorId: VISITOR }),
  })
})

afterAll(() => api.stop())

const set = async (access: Partial<ProjectAccess>): Promise<void> => {
  const reply = await accounts.ask('ada', 'updateProject', {
    params: { projectId: shop.projectId },
    body: { access: { ...ACCESS_DEFAULTS, ...access } },
  })
  expect(reply.status).toBe(200)
}

beforeEach(() => set({}))

const ask = (who: Who, to: string, parts: Call = {}): Promise<Reply> =>
  api.ask(to, {
    ...(who === 'server' ? { headers: { 'x-api-key': shop.secretKey } } : { memberId: who }),
    ...parts,
    query: { projectId: shop.projectId, ...parts.query },
  })
const told = ({ status, body }: Reply): string | number =>
  status < 400 ? status : (body as { code: string }).code
/** What each role is answered, in the order of ROLES. */
const toldAll = async (to: string, parts: Call = {}): Promise<(string | number)[]> =>
  Promise.all(ROLES.map(async (who) => told(await ask(who, to, parts))))
const ofSession = (sessionId: string): Call => ({ params: { sessionId } })
const segmentOf = async (sessionId: string): Promise<Call> => {
  const { replay } = (await ask('ada', 'getReplay', ofSession(sessionId))).body as { replay: Replay }
  return { params: { sessionId, name: replay.segments[0]?.name ?? '' } }
}

test('as a project is made, all of its members see all', async () => {
  const alike = ROLES.map(() => 200)
  for (const id of [
    'getReplay',
    'listReplaySideEvents',
    'listScreenshots',
    'listReplayAssets',
    'listSessionEvents',
  ])
    for (const sessionId of [RUNNING, OVER])
      expect(await toldAll(id, ofSession(sessionId)), id).toEqual(alike)
  expect(await toldAll('listSessions', { query: { user: 'grace@hopper', live: 'true' } })).toEqual(alike)
  expect(JSON.stringify((await ask('viewer', 'listSessions')).body)).toContain('grace@hopper')
})

test('viewers without recordings get none of them, nor screenshots, nor what they show; others do', async () => {
  const segment = await segmentOf(OVER)
  await set({ viewerReplay: false })
  const expected = [200, 200, 200, 'replay-not-allowed', 200]
  for (const id of ['getReplay', 'listReplaySideEvents', 'listScreenshots', 'listReplayAssets'])
    expect(await toldAll(id, ofSession(OVER)), id).toEqual(expected)
  expect(await toldAll('getReplaySegment', segment)).toEqual(expected)
  expect(await toldAll('readAssets', { query: { hashes: 'b'.repeat(64) } })).toEqual(expected)
  expect(told(await ask('viewer', 'getAsset', { params: { hash: 'a'.repeat(64) } }))).toBe(
    'replay-not-allowed',
  )
  expect(
    told(await ask('viewer', 'getScreenshot', { params: { sessionId: OVER, screenshotId: uuid(1) } })),
  ).toBe('replay-not-allowed')
  expect(await toldAll('getSession', ofSession(OVER))).toEqual(ROLES.map(() => 200))
})

test('viewers who may not watch live see what is over, and nothing of what runs', async () => {
  const segment = await segmentOf(RUNNING)
  await set({ viewerLive: false })
  const expected = [200, 200, 200, 'live-not-allowed', 200]
  for (const id of ['getReplay', 'listReplaySideEvents', 'listSessionEvents']) {
    expect(await toldAll(id, ofSession(RUNNING)), id).toEqual(expected)
    expect(await toldAll(id, ofSession(OVER)), id).toEqual(ROLES.map(() => 200))
  }
  expect(await toldAll('getReplaySegment', segment)).toEqual(expected)
  expect(await toldAll('listSessions', { query: { live: 'true' } })).toEqual(expected)
  expect(await toldAll('listSessions')).toEqual(ROLES.map(() => 200))
})

const shownTo = async (who: Who): Promise<string> => {
  const replies = await Promise.all([
    ask(who, 'listSessions'),
    ask(who, 'getSession', ofSession(OVER)),
    ask(who, 'listSessionEvents', ofSession(OVER)),
  ])
  return JSON.stringify(replies.map(({ body }) => body))
}

test.each<[Partial<ProjectAccess>, Who[]]>([
  [{ viewerPersonal: false }, ['viewer']],
  [{ analystPersonal: false }, ['analyst', 'viewer']],
])('with %j people have no names for %j', async (access, hiddenFrom) => {
  await set(access)
  for (const who of ROLES) {
    const shown = await shownTo(who)
    const isHidden = hiddenFrom.includes(who)
    for (const secret of SECRETS) expect(shown.includes(secret), `${who} reads ${secret}`).toBe(!isHidden)
    expect(/"userId":"Person [0-9a-f]{4}"/.test(shown), who).toBe(isHidden)
    const byUser = await ask(who, 'listSessions', { query: { user: 'grace@hopper' } })
    expect(told(byUser)).toBe(isHidden ? 'personal-not-allowed' : 200)
    const found = ((await ask(who, 'listSessions', { query: { q: 'grace' } })).body as SessionList).sessions
    expect(found.length, `${who} searches`).toBe(isHidden ? 0 : 2)
  }
})

test('who is hidden keeps one name through all of its sessions, by which it is found', async () => {
  await set({ analystPersonal: false })
  const { sessions } = (await ask('analyst', 'listSessions')).body as SessionList
  const [name, ...others] = new Set(sessions.map(({ userId }) => userId))
  expect(others).toEqual([])
  const found = (await ask('analyst', 'listSessions', { query: { q: name ?? '' } })).body as SessionList
  expect(found.sessions.length).toBe(2)
  const { events } = (await ask('analyst', 'listSessionEvents', ofSession(OVER))).body as SessionEventList
  expect(new Set(events.map(({ userId }) => userId))).toEqual(new Set([name]))
})

test.each<[Partial<ProjectAccess>, (string | number)[]]>([
  [{ viewerPersonal: false }, [200, 200, 200, 'personal-not-allowed', 200]],
  [{ analystPersonal: false }, [200, 200, 'personal-not-allowed', 'personal-not-allowed', 200]],
])(
  'with %j neither users of the site, nor who is here, nor a question by user is answered',
  async (access, expected) => {
    await set(access)
    expect(await toldAll('listOnline')).toEqual(expected)
    expect(await toldAll('readPresences', { body: { userIds: ['grace@hopper'] } })).toEqual(expected)
    // Nobody of that name is known; who may not ask is not even told that.
    const named = { params: { username: 'grace' } }
    const unknown = expected.map((answer) => (answer === 200 ? 'user-not-found' : answer))
    for (const id of ['getUser', 'getUserRecord', 'getUserPresence'])
      expect(await toldAll(id, named), id).toEqual(unknown)
    expect(await toldAll('countOnline')).toEqual(ROLES.map(() => 200))
    const isRefused = expected.map((answer) => answer === 'personal-not-allowed')
    const refusals = async (to: string, parts: Call) =>
      (await toldAll(to, parts)).map((answer) => answer === 'personal-not-allowed')
    expect(await refusals('listUserActivity', {})).toEqual(isRefused)
    expect(await refusals('showUserAnalytics', { params: { userId: 'grace@hopper' } })).toEqual(isRefused)
    const params = { question: 'breakdown' }
    const period = 'last-7-days'
    for (const dimension of ['userId', 'person', 'props.traits', 'props.traits.title'])
      expect(
        await refusals('askQuestion', { params, body: { period, dimension, metric: 'sessions' } }),
      ).toEqual(isRefused)
    const filter = { and: [{ dimension: 'person', op: 'is', value: 'grace@hopper' }] }
    const body = { period, dimension: 'country', metric: 'sessions' }
    expect(await refusals('askQuestion', { params, body: { ...body, filter } })).toEqual(isRefused)
    expect(await refusals('askQuestion', { params, body })).toEqual(ROLES.map(() => false))
  },
)

test('highlights, a pinned session and shared views name nobody to who may not see it', async () => {
  const view = { name: 'Grace', shared: true, filters: { user: 'grace@hopper' } }
  expect((await ask('admin', 'createView', { body: view })).status).toBe(201)
  const { session } = (await ask('ada', 'getSession', ofSession(OVER))).body as { session: Session }
  const span = { from: session.startedAt, to: session.startedAt + 1_000, title: 'Here' }
  expect((await ask('ada', 'createHighlight', { ...ofSession(OVER), body: span })).status).toBe(201)
  const shown = async (who: Who): Promise<string> => {
    const replies = [
      await ask(who, 'listProjectHighlights'),
      await ask(who, 'listHighlights', ofSession(OVER)),
    ]
    for (const reply of replies) expect(reply.status).toBe(200)
    if (who !== 'server') replies.push(await ask(who, 'listViews'))
    if (who !== 'viewer' && who !== 'server') replies.push(await ask(who, 'pinSession', ofSession(OVER)))
    return JSON.stringify(replies.map(({ body }) => body))
  }
  for (const who of ROLES) expect(await shown(who), who).toContain('grace@hopper')
  await set({ analystPersonal: false })
  for (const who of ROLES) {
    const text = await shown(who)
    expect(text).toContain('Here')
    expect(text.includes('grace@hopper'), who).toBe(who !== 'analyst' && who !== 'viewer')
  }
})

test('viewers who may not watch live are not told who is here, nor how many', async () => {
  await set({ viewerLive: false })
  const expected = [200, 200, 200, 'live-not-allowed', 200]
  for (const id of ['listOnline', 'countOnline']) expect(await toldAll(id), id).toEqual(expected)
})

const recordedFor = async (who: Who): Promise<string> => {
  const { replay } = (await ask(who, 'getReplay', ofSession(OVER))).body as { replay: Replay }
  const side = (await ask(who, 'listReplaySideEvents', ofSession(OVER))).body as SideEventList
  const segments = await Promise.all(
    replay.segments.map(async ({ name }) => {
      const { headers, body } = await ask(who, 'getReplaySegment', { params: { sessionId: OVER, name } })
      const bytes = body as Buffer
      if (headers['x-total-bytes']) expect(headers['x-total-bytes']).toBe(String(bytes.length))
      return gunzipSync(bytes).toString('utf8')
    }),
  )
  return JSON.stringify([replay.markers, side.events, segments])
}

test('viewers without console and network get the page and its errors, in the list and in the bytes', async () => {
  await set({ viewerDevTools: false })
  for (const who of ROLES) {
    const shown = await recordedFor(who)
    for (const secret of DEV_TOOLS)
      expect(shown.includes(secret), `${who} reads ${secret}`).toBe(who !== 'viewer')
    expect(shown).toContain('broke')
    expect(shown).toContain('childNodes')
  }
})

const open = async (who: Who, channel?: string): Promise<{ id: string; status: number | undefined }> => {
  const { body } = await ask(who, 'issueSocketTicket')
  const id = `socket-${++sockets}`
  const event = socketEvent(id, '$connect', {
    headers: { 'Sec-WebSocket-Protocol': `playhead.v1, ${(body as { ticket: string }).ticket}` },
    ...(channel && { queryStringParameters: { channel } }),
  })
  const { statusCode } = (await (await socket('connect'))(event, context())) as { statusCode?: number }
  return { id, status: statusCode }
}
const takeFrames = (id: string) => api.stage.socketApi.takeFrames(id) as ServerFrame[]
const send = async (id: string, frame: object): Promise<ServerFrame | undefined> => {
  await (await socket('receive-frame'))(
    socketEvent(id, '$default', { body: JSON.stringify(frame) }),
    context(),
  )
  return takeFrames(id)[0]
}
const MEMBERS = ['ada', 'admin', 'analyst', 'viewer'] as const
const errorOf = (frame: ServerFrame | undefined): string | undefined =>
  frame?.event === 'error' ? frame.data.code : frame?.event

test.each<[Partial<ProjectAccess>, object, string]>([
  [{ viewerLive: false }, { event: 'watch_sessions' }, 'live-not-allowed'],
  [{ viewerLive: false }, { event: 'watch_session', data: { sessionId: RUNNING } }, 'live-not-allowed'],
  [
    { viewerReplay: false },
    { event: 'watch_session', data: { sessionId: RUNNING, replay: true } },
    'replay-not-allowed',
  ],
  [{ viewerReplay: false }, { event: 'watch_session', data: { sessionId: RUNNING } }, 'watching'],
  [{ viewerLive: false }, { event: 'watch_people' }, 'live-not-allowed'],
  [{ viewerPersonal: false }, { event: 'watch_people' }, 'personal-not-allowed'],
  [
    { viewerPersonal: false },
    { event: 'watch', data: { userIds: ['grace@hopper'] } },
    'personal-not-allowed',
  ],
])('with %j the socket answers a viewer’s %j with %s', async (access, frame, answer) => {
  await set(access)
  for (const who of MEMBERS) {
    const { id } = await open(who)
    const told = errorOf(await send(id, frame))
    if (who === 'viewer') expect(told).toBe(answer)
    else expect(['watching', 'watching_people', 'presence_update'], who).toContain(told)
  }
})

test('a socket that is opened for a session is refused to who may not watch live', async () => {
  await set({ viewerLive: false })
  for (const who of MEMBERS)
    expect((await open(who, `session:${RUNNING}`)).status, who).toBe(who === 'viewer' ? 403 : 200)
})

test('what is pushed names nobody and tells nothing of the network to who may not see it', async () => {
  await set({ viewerPersonal: false, viewerDevTools: false })
  const opened = await Promise.all(MEMBERS.map(async (who) => ({ who, ...(await open(who)) })))
  for (const { id } of opened) {
    await send(id, { event: 'watch_sessions' })
    await send(id, { event: 'watch_session', data: { sessionId: RUNNING, replay: true } })
  }
  await (await consumer('push-live'))(kinesisEvent([batchOf(RUNNING, 1, Date.now() - 1_000)]), context())
  for (const { who, id } of opened) {
    const pushed = takeFrames(id)
    expect(new Set(pushed.map(({ event }) => event))).toEqual(
      new Set(['session_update', 'session_events', 'session_replay']),
    )
    const recorded = pushed.flatMap((frame) =>
      frame.event === 'session_replay' ? [Buffer.from(frame.data.data, 'base64')] : [],
    )
    const text = JSON.stringify(pushed) + gunzipSync(Buffer.concat(recorded)).toString('utf8')
    for (const secret of [...SECRETS, ...DEV_TOOLS])
      expect(text.includes(secret), `${who} is told ${secret}`).toBe(who !== 'viewer')
    expect(text).toContain('childNodes')
  }
})

test('owners and admins change what roles see, nobody else, and the log says what', async () => {
  const change = (memberId: string) =>
    accounts.ask(memberId, 'updateProject', {
      params: { projectId: shop.projectId },
      body: { access: { ...ACCESS_DEFAULTS, viewerReplay: false } },
    })
  expect((await change('analyst')).status).toBe(403)
  expect((await change('viewer')).status).toBe(403)
  expect((await change('admin')).status).toBe(200)
  const { body } = await accounts.ask('ada', 'listAuditLog', {
    params: { organisationId: shop.organisationId },
    query: { action: 'project.changed', limit: '1' },
  })
  expect(body).toMatchObject({
    entries: [
      {
        actor: { memberId: 'admin' },
        changes: [{ field: 'access.viewerReplay', before: 'true', after: 'false' }],
      },
    ],
  })
  for (const access of [{ viewerReplay: false }, { ...ACCESS_DEFAULTS, viewerDelete: true }, 'all']) {
    const params = { projectId: shop.projectId }
    expect((await accounts.ask('ada', 'updateProject', { params, body: { access } })).status).toBe(400)
  }
})
