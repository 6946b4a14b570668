import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import { MEMBER_MAX_VIEWS } from '../../../core/limits.ts'
import type { CreateView, SavedView, UpdateView, ViewList } from '../../../core/views/saved-view.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let accounts: Awaited<ReturnType<typeof accountsClient>>
let shop: MadeProject

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  shop = await makeProject('ann')
  for (const role of ['admin', 'analyst', 'viewer'] as const)
    await accounts.join(shop.organisationId, 'ann', role, role)
})

afterAll(() => stage.stop())

const query = () => ({ query: { projectId: shop.projectId } })

const create = (memberId: string, body: Partial<CreateView>) =>
  accounts.ask(memberId, 'createView', { ...query(), body: { name: 'View', filters: {}, ...body } })

const made = async (memberId: string, body: Partial<CreateView>): Promise<SavedView> => {
  const { status, body: answer } = await create(memberId, body)
  expect(status).toBe(201)
  return (answer as { view: SavedView }).view
}

const update = (memberId: string, { viewId }: SavedView, body: UpdateView | object) =>
  accounts.ask(memberId, 'updateView', { ...query(), params: { viewId }, body })

const remove = (memberId: string, { viewId }: SavedView) =>
  accounts.ask(memberId, 'deleteView', { ...query(), params: { viewId } })

const namesFor = async (memberId: string): Promise<string[]> =>
  ((await accounts.ask(memberId, 'listViews', query())).body as ViewList).views.map(({ name }) => name)

test('a member’s own views are theirs alone, the shared ones everybody’s, in order of their names', async () => {
  await made('viewer', { name: 'Mine', filters: { hasErrors: true, country: 'SE', span: '7d' } })
  await made('analyst', { name: 'Zebra', shared: true })
  await made('ann', { name: 'Apple', shared: true, filters: { sort: 'errors', minDuration: 60_000 } })
  expect(await namesFor('viewer')).toEqual(['Apple', 'Zebra', 'Mine'])
  expect(await namesFor('admin')).toEqual(['Apple', 'Zebra'])
  const { views } = (await accounts.ask('viewer', 'listViews', query())).body as ViewList
  expect(views[2]).toMatchObject({
    filters: { hasErrors: true, country: 'SE', span: '7d' },
    shared: false,
    createdBy: 'viewer',
  })
})

test('viewers keep their own and share nothing', async () => {
  expect((await create('viewer', { shared: true })).status).toBe(403)
  const own = await made('viewer', { name: 'Own' })
  expect((await update('viewer', own, { shared: true })).status).toBe(403)
  expect(await update('viewer', own, { name: 'Renamed' })).toMatchObject({
    status: 200,
    body: { view: { name: 'Renamed', viewId: own.viewId } },
  })
  const shared = await made('analyst', { name: 'Shared', shared: true })
  expect((await update('viewer', shared, { name: 'Taken' })).status).toBe(403)
  expect((await remove('viewer', shared)).status).toBe(403)
  expect((await remove('viewer', own)).status).toBe(204)
  expect((await remove('viewer', own)).status).toBe(404)
})

test('what another member keeps looks like nothing, whoever asks', async () => {
  const own = await made('viewer', { name: 'Secret plans' })
  for (const member of ['ann', 'admin', 'analyst']) {
    expect((await update(member, own, { name: 'x' })).status).toBe(404)
    expect((await remove(member, own)).status).toBe(404)
  }
})

test('any analyst changes a shared view; only who made it takes it back to themselves', async () => {
  const view = await made('analyst', { name: 'Ours', shared: true })
  expect((await update('admin', view, { filters: { live: true } })).status).toBe(200)
  expect((await update('admin', view, { shared: false })).status).toBe(403)
  expect((await update('analyst', view, { shared: false })).status).toBe(200)
  expect(await namesFor('ann')).not.toContain('Ours')
  expect(await namesFor('analyst')).toContain('Ours')
  expect((await update('analyst', view, { shared: true })).status).toBe(200)
  expect((await namesFor('analyst')).filter((name) => name === 'Ours')).toHaveLength(1)
})

test('a move that dies between its two writes shows the view once, and leaves nothing behind', async () => {
  const view = await made('analyst', { name: 'Moving' })
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  // The log, the place it goes to, the place it leaves.
  const killed = await crashAt(dynamodb, 3, () => update('analyst', view, { shared: true }))
  expect(killed).toMatchObject({ crashed: true, result: { status: 500 } })
  expect((await namesFor('analyst')).filter((name) => name === 'Moving')).toHaveLength(1)
  expect(await namesFor('viewer')).toContain('Moving')
  expect((await remove('admin', view)).status).toBe(204)
  for (const member of ['analyst', 'viewer']) expect(await namesFor(member)).not.toContain('Moving')
})

test('what happens to shared views is in the audit log, what members keep for themselves is not', async () => {
  const view = await made('analyst', { name: 'Logged', shared: true })
  await update('admin', view, { name: 'Logged again', filters: { hasRageClicks: true } })
  await remove('ann', view)
  await remove('viewer', await made('viewer', { name: 'Unlogged' }))
  const { body } = await accounts.ask('ann', 'listAuditLog', {
    params: { organisationId: shop.organisationId },
  })
  const { entries } = body as AuditLog
  const ofView = entries.filter(({ target }) => target.id === view.viewId)
  expect(ofView.map(({ action, actor }) => [action, actor.memberId])).toEqual([
    ['view.withdrawn', 'ann'],
    ['view.changed', 'admin'],
    ['view.shared', 'analyst'],
  ])
  expect(ofView[1]?.changes).toContainEqual({
    field: 'filters.hasRageClicks',
    before: null,
    after: 'true',
  })
  expect(JSON.stringify(entries)).not.toContain('Unlogged')
})

test.each<[string, object]>([
  ['a filter that no list has', { shoeSize: 44 }],
  ['a value that no list takes', { device: 'fridge' }],
  ['a span that is none', { span: '2 weeks' }],
  ['a nested filter', { hasErrors: { not: true } }],
])('a view cannot hold %s', async (_, filters) => {
  expect((await create('ann', { filters: filters as never })).status).toBe(400)
})

test('a member keeps so many views, and no more', async () => {
  const { projectId } = await makeProject('ann', 'Full')
  const body = { name: 'One of many', filters: {} }
  const more = () => accounts.ask('ann', 'createView', { query: { projectId }, body })
  for (let n = 0; n < MEMBER_MAX_VIEWS; n++) expect((await more()).status).toBe(201)
  expect((await more()).body).toMatchObject({ status: 409, code: 'too-many-views' })
})
