import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ASSET_DEFAULTS, type AssetSettings } from '../../../core/assets/asset-hosts.ts'
import type { AssetBundle, ReplayAssets } from '../../../core/assets/session-assets.ts'
import type { JsonValue } from '../../../core/json/json-value.ts'
import { ASSET_FRESH_MS, ASSET_PATIENCE_MS } from '../../../core/limits.ts'
import type { AssetStore } from '../../../functions/stores/assets.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { call, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { objectsIn } from '../stored-objects.ts'
import { PIXEL, startCanary } from './canary.ts'

let stage: Stage
let site: Awaited<ReturnType<typeof startCanary>>
let own: MadeProject
let store: AssetStore
let run: (remainingMs?: () => number) => Promise<Record<string, unknown>>
let now = Date.now()
let made = 0

beforeAll(async () => {
  stage = await startStage()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  store = (await import('../../../functions/stores/assets.ts')).assets(s3, 'test-sessions')
  const { assetRecords } = await import('../../../functions/stores/asset-records.ts')
  const { projects } = await import('../../../functions/stores/projects.ts')
  const { fetchAssets } = await import('../../../functions/schedule/fetch-assets.ts')
  const { fetchAsset } = await import('../../../functions/schedule/fetch-assets/fetch-asset.ts')
  const { hostLanes } = await import('../../../functions/schedule/fetch-assets/host-lanes.ts')
  const fetch = fetchAssets({
    assets: store,
    records: assetRecords(dynamodb, 'requests', () => now),
    fetching: () => fetchAsset({ resolve: async () => ['127.0.0.1'], lanes: hostLanes() }),
    projectOf: projects(dynamodb, 'configuration').find,
    loopback: true,
    now: () => now,
  })
  run = async (remainingMs = () => 280_000) => (await fetch({ remainingMs })) as Record<string, unknown>
})

afterAll(() => stage.stop())

beforeEach(async () => {
  now = Date.now()
  site = await startCanary({
    '/site.css': {
      type: 'text/css',
      body: '@import "more/base.css" screen; body{background:url(bg.png)} @font-face{font-family:F;src:url(f.woff2)}',
    },
    '/more/base.css': { type: 'text/css', body: 'i{background:url(deep.png)}' },
    '/more/deep.png': { type: 'image/png', body: PIXEL },
    '/bg.png': { type: 'image/png', body: PIXEL },
    '/f.woff2': { type: 'font/woff2', body: 'wOF2 a font' },
    '/a.png': { type: 'image/png', body: Buffer.concat([PIXEL, Buffer.from('a')]) },
  })
  own = await makeProject(`assets-${++made}`, 'Shop', [site.origin])
})
afterEach(() => site.stop())

const element = (id: number, tagName: string, attributes: object) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes: [],
})

const recordingOf = (...nodes: object[]): unknown[] => [
  { type: 4, timestamp: now, data: { href: `${site.origin}/shop`, width: 800, height: 600 } },
  { type: 2, timestamp: now + 1, data: { node: { type: 0, id: 1, childNodes: nodes } } },
]

const sheet = () => element(2, 'link', { rel: 'stylesheet', href: `${site.origin}/site.css` })
const image = (path: string, id = 3) => element(id, 'img', { src: `${site.origin}${path}` })

/** A visit as the pipeline sees it, up to its merge. */
const visit = async (session: number, ...nodes: object[]) => {
  const { projectId } = own
  const batch = makeStamped({
    projectId,
    sessionId: uuid(session),
    tabId: uuid(session + 1),
    receivedAt: now,
    events: [{ ts: now }],
    replay: { format: 'rrweb-2', events: recordingOf(...nodes) as JsonValue[] },
  })
  const { handler: keep } = await import('../../../functions/stream/store-session.ts')
  const { handler: rollUp } = await import('../../../functions/stream/roll-up-sessions.ts')
  const { context } = await import('../invocations.ts')
  for (const consume of [keep, rollUp]) await consume(kinesisEvent([batch], session), context())
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { mergeSession } = await import('../../../functions/stores/merge-session.ts')
  const { sessionParts } = await import('../../../functions/stores/session-parts.ts')
  const { replayStore } = await import('../../../functions/stores/replay.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const { state } = await sessions(dynamodb, 'sessions', () => now).read(projectId, uuid(session))
  if (!state) throw new Error('There is no such session.')
  const merge = mergeSession({
    parts: sessionParts(s3, 'test-sessions'),
    replay: replayStore(s3, 'test-sessions'),
    assets: store,
  })
  await merge(state, { mayWait: false, hasTime: () => true })
}

const listed = async (session: number): Promise<ReplayAssets> => {
  const { handler } = await import('../../../functions/http/assets.ts')
  const { body } = await call(handler, {
    to: 'listReplayAssets',
    memberId: `assets-${made}`,
    params: { sessionId: uuid(session) },
    query: { projectId: own.projectId },
  })
  return body as ReplayAssets
}

const paths = ({ assets }: ReplayAssets) => assets.map(({ url }) => url.replace(site.origin, '')).toSorted()

const contentOf = async (hash: string) => {
  const { handler } = await import('../../../functions/http/assets.ts')
  const query = { projectId: own.projectId }
  return call(handler, { to: 'getAsset', memberId: `assets-${made}`, params: { hash }, query })
}

const change = async (assets: AssetSettings) => {
  const { handler } = await import('../../../functions/http/accounts.ts')
  const params = { projectId: own.projectId }
  await call(handler, { to: 'updateProject', memberId: `assets-${made}`, params, body: { assets } })
}

test('what a recording names is kept: sheets with all they import and show, images, fonts; and the site may go', async () => {
  await visit(100, sheet(), image('/a.png'), image('/gone.png', 4))
  expect(await listed(100)).toEqual({ assets: [], missing: [], pending: true })
  expect(await run()).toMatchObject({ sessions: 1, waiting: 0, missing: 1, complete: true })
  const after = await listed(100)
  expect(paths(after)).toEqual(['/a.png', '/bg.png', '/f.woff2', '/more/deep.png', '/site.css'])
  expect(after).toMatchObject({
    pending: false,
    missing: [{ url: `${site.origin}/gone.png`, reason: 'status-404' }],
  })

  await site.stop()
  const css = after.assets.find(({ type }) => type === 'text/css')
  const answer = await contentOf(css?.hash ?? '')
  expect(answer.headers).toMatchObject({
    'content-type': 'text/css',
    'content-disposition': `attachment; filename="${css?.hash}"`,
    'cache-control': 'private, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect(String(answer.body)).toBe(
    `@media screen{i{background:url("${site.origin}/more/deep.png")}} body{background:url("${site.origin}/bg.png")} @font-face{font-family:F;src:url("${site.origin}/f.woff2")}`,
  )
  // The same bytes under two addresses are kept once.
  const contents = Object.keys(await objectsIn('test-sessions')).filter((key) =>
    key.startsWith(`assets/${own.projectId}/`),
  )
  expect(contents).toHaveLength(4)
})

test('an address is asked for once a day, for however many sessions', async () => {
  for (const session of [200, 210, 220]) await visit(session, sheet(), image('/a.png'))
  await run()
  await visit(230, sheet(), image('/a.png'))
  await run()
  expect(site.paths().toSorted()).toEqual([
    '/a.png',
    '/bg.png',
    '/f.woff2',
    '/more/base.css',
    '/more/deep.png',
    '/site.css',
  ])
  expect(paths(await listed(230))).toEqual(paths(await listed(200)))
})

test('a session shows the version of its own time, and what its address has no more', async () => {
  await visit(300, image('/a.png'))
  await run()
  const before = (await listed(300)).assets[0]
  now += ASSET_FRESH_MS + 1
  site.pages['/a.png'] = { type: 'image/gif', body: 'GIF89a another' }
  await visit(310, image('/a.png'))
  await run()
  expect((await listed(300)).assets).toEqual([before])
  expect((await listed(310)).assets).toMatchObject([{ type: 'image/gif' }])
  now += ASSET_FRESH_MS + 1
  delete site.pages['/a.png']
  await visit(320, image('/a.png'))
  await run()
  expect((await listed(320)).assets).toEqual((await listed(310)).assets)
})

test('what failed is left alone for a while, and tried again when the server may have come back', async () => {
  site.pages['/a.png'] = { status: 503 }
  await visit(400, image('/a.png'), image('/gone.png', 4))
  expect(await run()).toMatchObject({ waiting: 1 })
  expect(await run()).toMatchObject({ waiting: 1, fetched: 0 })
  expect(site.paths()).toEqual(['/a.png', '/gone.png'])
  expect(await listed(400)).toMatchObject({ pending: true })
  site.pages['/a.png'] = { type: 'image/png', body: PIXEL }
  now += 11 * 60_000
  expect(await run()).toMatchObject({ waiting: 0, fetched: 1 })
  expect(paths(await listed(400))).toEqual(['/a.png'])
  expect(site.paths()).toEqual(['/a.png', '/gone.png', '/a.png'])
})

test('nobody waits for ever, and what comes later for others is shown to those who went without', async () => {
  site.pages['/a.png'] = { status: 503 }
  await visit(500, image('/a.png'))
  await run()
  now += ASSET_PATIENCE_MS + 1
  expect(await run()).toMatchObject({ waiting: 0 })
  expect(await listed(500)).toMatchObject({ assets: [], pending: false, missing: [{ reason: 'status-503' }] })
  site.pages['/a.png'] = { type: 'image/png', body: PIXEL }
  now += ASSET_FRESH_MS
  await visit(510, image('/a.png'))
  await run()
  expect(paths(await listed(500))).toEqual(['/a.png'])
})

test('hosts that are not the project’s are not asked, and with the setting off nobody is', async () => {
  await visit(600, element(3, 'img', { src: 'https://elsewhere.example/a.png' }))
  await run()
  expect(await listed(600)).toMatchObject({ assets: [], missing: [{ reason: 'host' }] })
  await change({ ...ASSET_DEFAULTS, enabled: false })
  await visit(610, image('/a.png'))
  await run()
  expect(await listed(610)).toEqual({ assets: [], missing: [], pending: false })
  expect(site.asked).toEqual([])
})

test('a run that has no time left stops, and the next goes on', async () => {
  await visit(700, sheet())
  expect(await run(() => 0)).toMatchObject({ sessions: 0, complete: false })
  expect(await run()).toMatchObject({ sessions: 1, complete: true })
})

test('sheets that import one another in a circle, or without end, are an end', async () => {
  site.pages['/loop.css'] = { type: 'text/css', body: '@import "loop2.css"; a{color:red}' }
  site.pages['/loop2.css'] = { type: 'text/css', body: '@import "loop.css"; b{color:red}' }
  await visit(800, element(2, 'link', { rel: 'stylesheet', href: `${site.origin}/loop.css` }))
  await run()
  const [css] = (await listed(800)).assets
  expect(String((await contentOf(css?.hash ?? '')).body)).toBe(' b{color:red} a{color:red}')
})

test('a content is read by members of its project alone, in parts', async () => {
  await visit(900, image('/a.png'))
  await run()
  const [asset] = (await listed(900)).assets
  const other = await makeProject('somebody-else')
  const { handler } = await import('../../../functions/http/assets.ts')
  const params = { hash: asset?.hash ?? '' }
  const query = { projectId: other.projectId }
  expect(await call(handler, { to: 'getAsset', memberId: 'somebody-else', params, query })).toMatchObject({
    status: 404,
  })
  const from = { projectId: own.projectId, from: '70' }
  const part = await call(handler, { to: 'getAsset', memberId: `assets-${made}`, params, query: from })
  expect((part.body as Buffer).byteLength).toBe((asset?.bytes ?? 0) - 70)
  const behind = { projectId: own.projectId, from: '7000' }
  expect(
    await call(handler, { to: 'getAsset', memberId: `assets-${made}`, params, query: behind }),
  ).toMatchObject({
    status: 404,
  })
})

test('many contents come in few answers: what finds no room is named, what is not there is not', async () => {
  const large = Buffer.concat([PIXEL, Buffer.alloc(2_000_000)])
  const contents = [large, Buffer.concat([large, Buffer.from('x')]), PIXEL]
  const hashes = ['1', '2', '3'].map((digit) => digit.repeat(64))
  for (const [at, hash] of hashes.entries())
    await store.keep(own.projectId, hash, 'image/png', contents[at] ?? PIXEL)
  const { handler } = await import('../../../functions/http/assets.ts')
  const query = { projectId: own.projectId, hashes: [...hashes, 'f'.repeat(64)].join(',') }
  const { body } = await call(handler, { to: 'readAssets', memberId: `assets-${made}`, query })
  const { assets, left } = body as AssetBundle
  expect(assets.map(({ hash }) => hash)).toEqual([hashes[0], hashes[2]])
  expect(Buffer.from(assets[1]?.base64 ?? '', 'base64').equals(PIXEL)).toBe(true)
  expect(left).toEqual([hashes[1]])
})

test('contents that no session needs any more end with the recordings', async () => {
  await visit(1000, image('/a.png'))
  await run()
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { expiredObjects } = await import('../../../functions/stores/expired-objects.ts')
  const retention = { replayDays: 30, eventDays: 90 }
  const after = (days: number) => {
    const at = Date.now() + days * ASSET_FRESH_MS
    const objects = expiredObjects({
      client: s3,
      sessions: 'test-sessions',
      lake: 'test-lake',
      now: () => at,
    })
    return objects.removeAssets(own.projectId, retention, async () => new Set())
  }
  expect(await after(31)).toMatchObject({ removed: 0 })
  expect(await after(33)).toMatchObject({ removed: 1 })
})

test('the function runs as it is deployed', async () => {
  const { handler } = await import('../../../functions/schedule/fetch-assets.ts')
  const { context } = await import('../invocations.ts')
  await expect(handler({}, context())).resolves.toBeUndefined()
})
