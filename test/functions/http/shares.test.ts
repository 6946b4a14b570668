// Public links: who makes them, what they show, and that nothing else is to be had by them.
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import type { JsonValue } from '../../../core/json/json-value.ts'
import { SESSION_MAX_SHARES } from '../../../core/limits.ts'
import type { SideEventList } from '../../../core/replay/replay.ts'
import type { CreatedShare, CreateShare, SharedReplay, ShareList } from '../../../core/shares/share.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { element, opening, text } from '../../unit/core/replay/recordings.ts'
import { accountsClient } from '../accounts-client.ts'
import { call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let accounts: Awaited<ReturnType<typeof accountsClient>>
let annotations: HttpFunction
let shared: HttpFunction
let shop: MadeProject
const START = Date.now() - 600_000
const SESSION = uuid(80_001)
const VISITOR = uuid(80_002)

const json = (value: object): JsonValue => JSON.parse(JSON.stringify(value))

const at = (ms: number, said: string) => ({
  type: 3,
  timestamp: START + ms,
  data: {
    source: 0,
    texts: [],
    attributes: [],
    removes: [],
    adds: [
      { parentId: 9, nextId: null, node: element(1_000 + ms, 'li') },
      { parentId: 1_000 + ms, nextId: null, node: text(1_001 + ms, said) },
    ],
  },
})

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  annotations = (await import('../../../functions/http/annotations.ts')).handler
  shared = (await import('../../../functions/http/shared.ts')).handler
  shop = await makeProject('ann')
  for (const role of ['admin', 'analyst', 'viewer'] as const)
    await accounts.join(shop.organisationId, 'ann', role, role)
  const batch = makeStamped({
    projectId: shop.projectId,
    sessionId: SESSION,
    visitorId: VISITOR,
    tabId: uuid(80_003),
    receivedAt: START + 60_000,
    events: [
      { ts: START + 500, name: 'click', userId: 'ada-the-customer', url: 'https://shop.example/users/ada' },
    ],
    replay: {
      format: 'rrweb-2',
      events: [
        ...(json(opening(START)) as JsonValue[]),
        json(at(5_000, 'said-early')),
        json(at(20_000, 'said-within')),
        json({
          type: 5,
          timestamp: START + 21_000,
          data: { tag: 'playhead/console', payload: { level: 'log', text: 'said-to-console' } },
        }),
        json(at(50_000, 'said-late')),
      ],
    },
  })
  for (const name of ['roll-up-sessions', 'store-session']) {
    const { handler } = (await import(`../../../functions/stream/${name}.ts`)) as { handler: StreamFunction }
    await handler(kinesisEvent([batch]), context())
  }
})

afterAll(() => stage.stop())

const ask = (to: string, memberId: string, more: object = {}) =>
  call(annotations, {
    to,
    memberId,
    query: { projectId: shop.projectId },
    params: { sessionId: SESSION },
    ...more,
  })

const share = async (body: Partial<CreateShare> = {}, by = 'analyst'): Promise<CreatedShare> => {
  const reply = await ask('createShare', by, { body: { expiresIn: 3_600, ...body } })
  expect(reply.status).toBe(201)
  return reply.body as CreatedShare
}

const open = (token: string) => call(shared, { to: 'getSharedReplay', params: { token } })

const played = async (token: string) => {
  const { replay } = (await open(token)).body as SharedReplay
  const texts = []
  for (const { name } of replay.segments) {
    const reply = await call(shared, { to: 'getSharedSegment', params: { token, name } })
    expect(reply.status).toBe(200)
    const bytes = reply.body as Buffer
    expect(reply.headers?.['x-total-bytes']).toBe(String(bytes.length))
    texts.push(gunzipSync(bytes).toString('utf8'))
  }
  return { replay, text: texts.join('') }
}

test('whoever has the token plays the session as it was recorded, and learns nobody’s name from it', async () => {
  const { token } = await share({ mask: 'as_recorded' })
  const reply = await open(token)
  expect(reply).toMatchObject({
    status: 200,
    body: { session: { browser: 'Firefox' }, share: { mask: 'as_recorded' } },
  })
  expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
  const { text: recorded } = await played(token)
  for (const said of ['said-early', 'said-within', 'said-late']) expect(recorded).toContain(said)
  const told = JSON.stringify(reply.body) + recorded
  for (const secret of [
    SESSION,
    VISITOR,
    'ada-the-customer',
    '198.51.100',
    shop.projectId,
    shop.organisationId,
    'ann',
  ])
    expect(told).not.toContain(secret)
})

test('with the mask of all texts none leaves us, which is what a link does unless it says otherwise', async () => {
  const { token, share: made } = await share()
  expect(made.mask).toBe('all_text')
  const { replay, text: masked } = await played(token)
  expect(masked).not.toContain('said-')
  expect(masked).toContain('•')
  expect(replay.pages.map(({ url }) => url)).toEqual(['https://shop.example/…'])
})

test('a link with bounds holds nothing of before or after', async () => {
  const { token } = await share({ mask: 'as_recorded', from: START + 10_000, to: START + 30_000 })
  const { replay, text: recorded } = await played(token)
  expect([replay.from, replay.to, replay.durationMs]).toEqual([START + 10_000, START + 30_000, 20_000])
  expect(recorded).toContain('said-within')
  expect(recorded).not.toContain('said-late')
  // It stood on the page when the part begins.
  expect(recorded).toContain('said-early')
  expect(replay.markers).toEqual([])
  const late = await share({ mask: 'as_recorded', from: START + 40_000 })
  expect((await played(late.token)).replay.to).toBe(START + 50_000)
})

test('console and requests are shown only where the link says so', async () => {
  const of = async (token: string) =>
    ((await call(shared, { to: 'listSharedSideEvents', params: { token } })).body as SideEventList).events
  const [plain, full] = [
    await share({ mask: 'as_recorded' }),
    await share({ mask: 'as_recorded', withInspector: true }),
  ]
  await open(plain.token)
  expect(await of(plain.token)).toEqual([])
  expect((await played(plain.token)).text).not.toContain('said-to-console')
  expect(await of(full.token)).toMatchObject([
    { tag: 'playhead/console', payload: { text: 'said-to-console' } },
  ])
  const refused = await ask('createShare', 'analyst', { body: { expiresIn: 3_600, withInspector: true } })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'withInspector' }] } })
})

test('a link that was revoked, one that has expired and one that never was are answered alike', async () => {
  const told = async (token: string) => {
    const { status, body } = await open(token)
    const { requestId: _, ...rest } = body as Record<string, unknown>
    return JSON.stringify([status, rest])
  }
  const never = await told('0'.repeat(32))
  expect(never).toContain('404')
  const revoked = await share()
  const { shareId } = revoked.share
  expect((await ask('revokeShare', 'analyst', { params: { sessionId: SESSION, shareId } })).status).toBe(204)
  expect((await ask('revokeShare', 'analyst', { params: { sessionId: SESSION, shareId } })).status).toBe(404)
  expect(await told(revoked.token)).toBe(never)

  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { annotations: rowsOf } = await import('../../../functions/stores/annotations.ts')
  const { shares } = await import('../../../functions/stores/shares.ts')
  const { token, share: made } = await share()
  const later = () => made.expiresAt
  expect(await shares(rowsOf(dynamodb, 'people', later), later).open(token)).toBeUndefined()
  const sooner = () => made.expiresAt - 1
  expect(await shares(rowsOf(dynamodb, 'people', sooner), sooner).open(token)).toMatchObject({
    share: { shareId: made.shareId },
  })
})

test('a token is kept as a hash alone', async () => {
  const { token } = await share()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  for (const TableName of ['people', 'configuration']) {
    const { Items } = await dynamodb.send(new ScanCommand({ TableName }))
    expect(JSON.stringify(Items)).not.toContain(token)
  }
  const { body } = await ask('listShares', 'viewer')
  expect(body).toMatchObject({ code: 'forbidden' })
  const { shares } = (await ask('listShares', 'analyst')).body as ShareList
  expect(JSON.stringify(shares)).not.toContain(token)
  expect(shares[0]).toMatchObject({ createdBy: { memberId: 'analyst' } })
})

test('a segment is had by a link that shows it alone', async () => {
  const [outside, all] = [await share({ from: START + 3_600_000 }), await share()]
  const [segment] = (await played(all.token)).replay.segments
  const name = segment?.name ?? ''
  for (const token of [outside.token, '0'.repeat(32)])
    expect((await call(shared, { to: 'getSharedSegment', params: { token, name } })).status).toBe(404)
  const made = { token: all.token, name: `${'0'.repeat(24)}.0-0-100` }
  expect((await call(shared, { to: 'getSharedSegment', params: made })).status).toBe(404)
})

test('what is made and revoked is in the audit log', async () => {
  const { share: made } = await share({ mask: 'as_recorded', withInspector: true }, 'admin')
  await ask('revokeShare', 'ann', { params: { sessionId: SESSION, shareId: made.shareId } })
  const { body } = await accounts.ask('ann', 'listAuditLog', {
    params: { organisationId: shop.organisationId },
  })
  const [revoked, created] = (body as AuditLog).entries
  expect([revoked?.action, created?.action]).toEqual(['share.revoked', 'share.created'])
  expect(created).toMatchObject({ target: { id: SESSION }, actor: { memberId: 'admin' } })
  expect(created?.changes).toContainEqual({ field: 'mask', before: null, after: 'as_recorded' })
})

test('a session has so many links, and no more; when it is erased, none leads anywhere', async () => {
  const { token } = await share()
  let status = 201
  for (let n = 0; n <= SESSION_MAX_SHARES && status === 201; n++)
    status = (await ask('createShare', 'ann', { body: { expiresIn: 300 } })).status
  expect(status).toBe(409)
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { annotations: rowsOf } = await import('../../../functions/stores/annotations.ts')
  const { projectId } = shop
  expect(
    await rowsOf(dynamodb, 'people', Date.now).removeAll({ projectId, sessionId: SESSION }),
  ).toBeGreaterThan(10)
  expect((await open(token)).status).toBe(404)
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'people' }))
  expect(JSON.stringify(Items)).not.toMatch(/share_|shared#/)
})
