import { randomUUID } from 'node:crypto'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import { PINNED_UNTIL } from '../../../core/pins/pin.ts'
import type { Session } from '../../../core/sessions/session.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { call } from '../invocations.ts'
import { movableClock } from '../movable-clock.ts'
import { type PinnedWorld, pinnedWorld } from '../pinned-world.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let world: PinnedWorld
let clock: ReturnType<typeof movableClock>

beforeAll(async () => {
  clock = movableClock()
  stage = await startStage()
  world = await pinnedWorld(clock)
})

beforeEach(() => world.begin())
afterEach(() => clock.reset())
afterAll(() => stage.stop())

const rowsOf = async (n: number): Promise<Record<string, unknown>[]> => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'people' }))
  return Items.filter(
    (row) => String(row['pk']).includes(world.projectId()) && JSON.stringify(row).includes(uuid(n)),
  )
}

test('a pinned session outlives its project’s days with all that is its own, and one beside it does not', async () => {
  for (const n of [1, 2]) {
    await world.visit(n)
    await world.note(n)
  }
  const { status, body } = await world.pin(1)
  expect(status).toBe(200)
  expect((body as { session: Session }).session.pinned).toMatchObject({
    by: { memberId: world.owner() },
    withReplay: true,
  })
  for (const days of [11, 20, 300]) {
    world.days(days)
    await world.expire()
  }
  expect(await world.session(1)).toMatchObject({ hasReplay: true, pinned: { withReplay: true } })
  expect(await world.notes(1)).toBe(1)
  expect(await world.objects(1)).toHaveLength(4)
  expect(await world.people.visitorsOf(world.projectId(), 'user-1')).toEqual([uuid(5_001)])
  expect(await world.session(2)).toBeUndefined()
  expect(await world.objects(2)).toEqual([])
})

test('what goes on in a pinned session is kept, too: batches, notes and highlights', async () => {
  await world.visit(1)
  await world.pin(1)
  await world.visit(1, 1, { seq: 1 })
  await world.note(1)
  const cut = { title: 'x', from: Date.now(), to: Date.now() + 5_000 }
  expect((await world.ask('createHighlight', 1, { body: cut })).status).toBe(201)
  world.days(200)
  await world.expire()
  expect(await world.session(1)).toMatchObject({ events: 2 })
  expect(await world.notes(1)).toBe(1)
  expect((await world.ask('listHighlights', 1)).body).toMatchObject({ highlights: [{ title: 'x' }] })
})

test('unpinned within the days it goes when they are over, as if it had never been pinned', async () => {
  await world.visit(1)
  await world.note(1)
  await world.pin(1)
  expect((await world.unpin(1)).status).toBe(204)
  expect(await world.session(1)).toMatchObject({ pinned: null })
  expect((await rowsOf(1)).filter(({ expiresAt }) => expiresAt === PINNED_UNTIL)).toEqual([])
  world.days(11)
  await world.expire()
  expect(await world.session(1)).toMatchObject({ hasReplay: false })
  expect(await world.objects(1)).toEqual(['replay/m/events.ndjson.gz', 'replay/manifest.json'])
  world.days(20)
  await world.expire()
  expect(await world.session(1)).toBeUndefined()
  expect(await world.notes(1)).toBe(0)
  expect(await world.objects(1)).toEqual([])
})

test('unpinned after its days it is not there any more, and the next expiry removes all of it', async () => {
  await world.visit(1)
  await world.note(1)
  await world.pin(1)
  world.days(100)
  await world.expire()
  expect(await world.session(1)).toBeDefined()
  expect((await world.unpin(1)).status).toBe(204)
  expect(await world.session(1)).toBeUndefined()
  expect((await world.pin(1)).status).toBe(404)
  world.days(1)
  await world.expire()
  expect(await world.objects(1)).toEqual([])
  expect(await rowsOf(1)).toEqual([])
  expect(await world.people.visitorsOf(world.projectId(), 'user-1')).toEqual([])
})

test('a recording that was over when its session was pinned stays over', async () => {
  await world.visit(1)
  world.days(12)
  const { body } = await world.pin(1)
  expect((body as { session: Session }).session).toMatchObject({ hasReplay: false })
  world.days(100)
  await world.expire()
  expect(await world.session(1)).toMatchObject({ hasReplay: false })
  expect(await world.objects(1)).toEqual(['replay/m/events.ndjson.gz', 'replay/manifest.json'])
})

test('a visitor is held as long as any session of theirs is pinned', async () => {
  await world.visit(1, 7)
  await world.visit(2, 7)
  await world.pin(1)
  await world.pin(2)
  await world.unpin(1)
  world.days(50)
  // Another visit, with an end of its own, shortens nothing.
  await world.visit(3, 7)
  world.days(50)
  await world.expire()
  expect(await world.people.visitorsOf(world.projectId(), 'user-7')).toEqual([uuid(5_007)])
  await world.unpin(2)
  world.days(1)
  await world.expire()
  expect(await world.people.visitorsOf(world.projectId(), 'user-7')).toEqual([])
})

test('files that pinned recordings show stay, and so they do when S3 would remove what is old', async () => {
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { assets } = await import('../../../functions/stores/assets.ts')
  const store = assets(s3, 'test-sessions')
  const [needed, other] = ['a'.repeat(64), 'b'.repeat(64)]
  const projectId = world.projectId()
  await world.visit(1)
  for (const hash of [needed, other]) await store.keep(projectId, hash, 'image/gif', Buffer.from('GIF89a'))
  const entry = { url: 'https://shop.example/a.gif', hash: needed, type: 'image/gif' as const, bytes: 6 }
  await store.writeMap({ projectId, sessionId: uuid(1) }, { v: 1, assets: [entry], missing: [] })
  await world.pin(1)
  world.days(400)
  await world.expire()
  expect(await store.read(projectId, other, 0, 9)).toBeUndefined()
  const before = await world.writtenAt(1)
  world.days(350)
  await world.expire()
  expect(await world.writtenAt(1)).toBeGreaterThan(before)
  expect(await store.read(projectId, needed, 0, 9)).toMatchObject({ type: 'image/gif' })
  const Key = `sessions/${projectId}/${uuid(1)}/screenshots/1.webp`
  const head = await s3.send(new HeadObjectCommand({ Bucket: 'test-sessions', Key }))
  expect(head).toMatchObject({ ContentType: 'image/webp', Metadata: { width: '9' } })
  // What was written anew goes with its session all the same.
  await world.unpin(1)
  world.days(1)
  await world.expire()
  expect(await world.objects(1)).toEqual([])
})

test('the list is asked for what is pinned, however far back that lies', async () => {
  await world.visit(1)
  await world.pin(1)
  world.days(60)
  await world.visit(2)
  await world.visit(3)
  await world.pin(3)
  expect(await world.listed({ pinned: 'true' })).toEqual([uuid(3), uuid(1)])
  expect(await world.listed({ pinned: 'true', limit: '1' })).toEqual([uuid(3)])
  expect(await world.listed({ pinned: 'true', user: 'user-1' })).toEqual([uuid(1)])
  expect(await world.listed({ pinned: 'true', sort: 'events' })).toHaveLength(2)
  expect(await world.listed({ pinned: 'false' })).toEqual([uuid(2)])
  await world.unpin(3)
  expect(await world.listed({ pinned: 'true' })).toEqual([uuid(1)])
})

test('pinning and unpinning stand in the audit log, once each, however often it is asked for', async () => {
  await world.visit(1)
  for (const _ of [1, 2]) expect((await world.pin(1)).status).toBe(200)
  for (const _ of [1, 2]) expect((await world.unpin(1)).status).toBe(204)
  const { handler } = await import('../../../functions/http/accounts.ts')
  const { projectId } = world
  const project = await call(handler, {
    to: 'getProject',
    memberId: world.owner(),
    params: { projectId: projectId() },
  })
  const { organisationId } = (project.body as { project: { organisationId: string } }).project
  const { body } = await call(handler, {
    to: 'listAuditLog',
    memberId: world.owner(),
    params: { organisationId },
  })
  const told = (body as AuditLog).entries.filter(({ action }) => action.startsWith('session.'))
  expect(told.map(({ action, target }) => [action, target.id])).toEqual([
    ['session.unpinned', uuid(1)],
    ['session.pinned', uuid(1)],
  ])
})

test('a project that was deleted keeps nothing for longer', async () => {
  await world.visit(1)
  await world.pin(1)
  world.days(40)
  const { handler } = await import('../../../functions/http/accounts.ts')
  const params = { projectId: world.projectId() }
  expect((await call(handler, { to: 'deleteProject', memberId: world.owner(), params })).status).toBe(204)
  await world.expire()
  expect(await world.objects(1)).toEqual([])
  expect(await rowsOf(1)).toEqual([])
})

test('a project has only so many pins, and says so', async () => {
  await world.visit(1)
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { pins } = await import('../../../functions/stores/pins.ts')
  const store = pins(dynamodb, 'people')
  const rows = Array.from({ length: 1_000 }, () => ({
    sessionId: randomUUID(),
    visitorId: randomUUID(),
    at: Date.now(),
    withReplay: true,
  }))
  for (let at = 0; at < rows.length; at += 50)
    await Promise.all(rows.slice(at, at + 50).map((row) => store.put(world.projectId(), row)))
  const reply = await world.pin(1)
  expect(reply).toMatchObject({ status: 409, body: { code: 'too-many-pins' } })
  await store.remove(world.projectId(), rows[0]?.sessionId ?? '')
  expect((await world.pin(1)).status).toBe(200)
})
