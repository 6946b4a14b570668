import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AUDIT_ACTIONS, type AuditEntry, type AuditLog } from '../../../core/audit/audit-entry.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import { AUDIT_RETENTION_DAYS } from '../../../core/limits.ts'
import type { Usage } from '../../../core/usage/usage.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { makeBatch, makeEvent, uuid } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { call } from '../invocations.ts'
import { makeOrganisation, makeProject } from '../make-project.ts'
import { movableClock } from '../movable-clock.ts'
import { type Stage, startStage } from '../stage.ts'

const clock = movableClock()
let stage: Stage
let dynamodb: DynamoDBDocumentClient
let accounts: Awaited<ReturnType<typeof accountsClient>>
let track: HttpFunction

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
  accounts = await accountsClient()
  track = (await import('../../../functions/http/track.ts')).handler
})

afterEach(() => clock.reset())

afterAll(() => stage.stop())

const DAY_MS = 24 * 60 * 60_000

const logOf = async (memberId: string, organisationId: string, query: Record<string, string> = {}) =>
  (await accounts.ask(memberId, 'listAuditLog', { params: { organisationId }, query })).body as AuditLog

const usageOf = async (memberId: string, projectId: string, days?: string) =>
  (
    await accounts.ask(memberId, 'showUsage', {
      params: { projectId },
      query: days === undefined ? {} : { days },
    })
  ).body as Usage

const keysOf = async (memberId: string, projectId: string) =>
  ((await accounts.ask(memberId, 'listKeys', { query: { projectId } })).body as { keys: ProjectKey[] }).keys

const send = (text: string, events = [makeEvent()]) =>
  call(track, { to: 'track', headers: { 'x-api-key': text }, body: makeBatch({ events }) })

test('usage is told by day, those without too, and by key', async () => {
  const { projectId, publishableKey, secretKey } = await makeProject('ada')
  await send(publishableKey, [makeEvent(), makeEvent(), {} as never])
  clock.advance(DAY_MS)
  await send(secretKey)
  const { days, keys } = await usageOf('ada', projectId)
  expect(days).toHaveLength(30)
  expect(days.slice(-3).map(({ requests, events, rejected }) => [requests, events, rejected])).toEqual([
    [0, 0, 0],
    [1, 2, 1],
    [1, 1, 0],
  ])
  expect(days.at(-1)?.date).toBe(new Date(Date.now()).toISOString().slice(0, 10))
  expect(keys.map(({ name, requests, events }) => [name, requests, events]).toSorted()).toEqual([
    ['Server', 1, 1],
    ['Website', 1, 2],
  ])
  expect((await usageOf('ada', projectId, '1')).days).toHaveLength(1)
  const tooMany = await accounts.ask('ada', 'showUsage', { params: { projectId }, query: { days: '91' } })
  expect(tooMany.body).toMatchObject({ errors: [{ field: 'days' }] })
})

test('a key tells its requests of thirty days, and its last use however long ago', async () => {
  const { projectId, publishableKey } = await makeProject('ada', 'Quiet')
  expect((await keysOf('ada', projectId)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([null, null])
  const before = Date.now()
  await send(publishableKey)
  const website = async () => (await keysOf('ada', projectId)).find(({ name }) => name === 'Website')
  const used = await website()
  expect(used?.requests).toBe(1)
  expect(used?.lastUsedAt).toBeGreaterThanOrEqual(before)
  clock.advance(60 * DAY_MS)
  expect(await website()).toMatchObject({ requests: 0, lastUsedAt: used?.lastUsedAt })
})

test('every action is written down, newest first, by whom, to what, and never with a secret', async () => {
  const { organisationId } = await makeOrganisation('olga', 'Acme')
  const inOrganisation = { params: { organisationId } }
  await accounts.ask('olga', 'updateOrganisation', { ...inOrganisation, body: { name: 'Beta' } })
  await accounts.join(organisationId, 'olga', 'pat', 'viewer')
  await accounts.changeRole('olga', organisationId, 'pat', 'admin')
  const { invitation, token } = await accounts.invite('pat', organisationId, 'x@example.com', 'viewer')
  const { invitationId } = invitation
  await accounts.ask('pat', 'revokeInvitation', { params: { organisationId, invitationId } })
  const made = await accounts.ask('pat', 'createProject', { body: { name: 'Shop', origins: [] } })
  const { project, secretKey } = made.body as { project: { projectId: string }; secretKey: string }
  const { projectId } = project
  const inProject = { query: { projectId } }
  await accounts.ask('pat', 'updateProject', {
    params: { projectId },
    body: { origins: ['*'], retention: { replayDays: 30, eventDays: 60 }, ingest: true },
  })
  const created = (await accounts.ask('pat', 'createKey', { ...inProject, body: { name: 'K' } })).body as {
    key: ProjectKey
    secret: string
  }
  const params = { keyId: created.key.keyId }
  const again = await accounts.ask('pat', 'regenerateKey', { ...inProject, params, body: {} })
  await accounts.ask('pat', 'revokeKey', { ...inProject, params })
  await accounts.ask('pat', 'erasePerson', { ...inProject, params: { personId: 'somebody' } })
  await accounts.ask('olga', 'deleteProject', { params: { projectId } })
  await accounts.remove('olga', organisationId, 'pat')

  const { entries, nextCursor } = await logOf('olga', organisationId, { limit: '100' })
  expect(nextCursor).toBeNull()
  expect(entries.map(({ action }) => action).reverse()).toEqual([
    'organisation.created',
    'organisation.renamed',
    'member.invited',
    'member.joined',
    'member.role-changed',
    'member.invited',
    'invitation.revoked',
    'project.created',
    'project.changed',
    'key.created',
    'key.regenerated',
    'key.revoked',
    'person.erased',
    'project.deleted',
    'member.removed',
  ])
  // What is done with the quarantine, and with what is added to sessions, is other functions', and other tests'.
  const accountActions = AUDIT_ACTIONS.filter(
    (action) => !/^(quarantine|recording|replay|view|share|note|session|highlight)\./.test(action),
  )
  expect(new Set(entries.map(({ action }) => action))).toEqual(new Set(accountActions))
  const of = (action: AuditEntry['action']) => entries.find((entry) => entry.action === action)
  expect(of('project.changed')).toMatchObject({
    actor: { memberId: 'pat', email: 'pat@example.com' },
    target: { id: projectId, name: 'Shop' },
    projectId,
    changes: [
      { field: 'origins', before: '', after: '*' },
      { field: 'retention.eventDays', before: '90', after: '60' },
    ],
  })
  expect(of('organisation.renamed')?.changes).toEqual([{ field: 'name', before: 'Acme', after: 'Beta' }])
  expect(of('member.role-changed')).toMatchObject({
    target: { id: 'pat', name: 'pat@example.com' },
    changes: [{ field: 'role', before: 'viewer', after: 'admin' }],
  })
  const written = JSON.stringify(entries)
  for (const secret of [token, secretKey, created.secret, (again.body as { secret: string }).secret]) {
    expect(written).not.toContain(secret.slice(-20))
  }
})

test('the log comes page by page, each entry once, to admins alone, and its cursor fits no other', async () => {
  const { organisationId } = await makeOrganisation('quinn')
  const { organisationId: other } = await makeOrganisation('quinn')
  for (let n = 0; n < 6; n++) {
    await accounts.ask('quinn', 'updateOrganisation', {
      params: { organisationId },
      body: { name: `Name ${n}` },
    })
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await logOf('quinn', organisationId, { limit: '3', ...(cursor && { cursor }) })
    seen.push(...page.entries.map(({ entryId }) => entryId))
    if (page.nextCursor) cursor = page.nextCursor
    if (!page.nextCursor) break
  } while (cursor)
  expect(seen).toHaveLength(7)
  expect(seen).toEqual([...new Set(seen)].toSorted().reverse())
  for (const wrong of [cursor?.slice(0, -1) ?? '', 'rubbish', `${cursor}x`]) {
    const reply = await accounts.ask('quinn', 'listAuditLog', {
      params: { organisationId },
      query: { cursor: wrong },
    })
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } })
  }
  const elsewhere = await accounts.ask('quinn', 'listAuditLog', {
    params: { organisationId: other },
    query: { cursor: cursor ?? '' },
  })
  expect(elsewhere.body).toMatchObject({ code: 'invalid-cursor' })
  await accounts.join(organisationId, 'quinn', 'rob', 'analyst')
  expect((await accounts.ask('rob', 'listAuditLog', { params: { organisationId } })).status).toBe(403)
})

test('an entry past its time is not shown, though it is still in the table', async () => {
  const { organisationId } = await makeOrganisation('sam')
  expect((await logOf('sam', organisationId)).entries).toHaveLength(1)
  clock.advance((AUDIT_RETENTION_DAYS + 1) * DAY_MS)
  expect(await logOf('sam', organisationId)).toEqual({ entries: [], nextCursor: null })
})

test('what could not be written down is not done', async () => {
  const { organisationId } = await makeOrganisation('tom', 'Acme')
  const params = { organisationId }
  const { result } = await crashAt(dynamodb, 1, () =>
    accounts.ask('tom', 'updateOrganisation', { params, body: { name: 'Beta' } }),
  )
  expect(result.status).toBe(500)
  expect((await accounts.ask('tom', 'getOrganisation', { params })).body).toMatchObject({
    organisation: { name: 'Acme' },
  })
})

test('the log is narrowed to an action and a session, page by page, and says where to go on', async () => {
  const { organisationId } = await makeOrganisation('narrow')
  const { auditLog, makeEntryId } = await import('../../../functions/stores/audit-log.ts')
  const store = auditLog(dynamodb, 'configuration', Date.now)
  const now = Date.now() + 1_000
  for (let n = 0; n < 450; n++) {
    await store.write(organisationId, {
      entryId: makeEntryId(now + n, `random-${String(n).padStart(4, '0')}`),
      at: now + n,
      action: n % 3 === 0 ? 'replay.watched' : 'note.deleted',
      actor: { memberId: 'narrow', email: 'narrow@example.com' },
      target: { id: uuid(n % 90), name: null },
      projectId: null,
      changes: [],
    })
  }
  const all = async (query: Record<string, string>) => {
    const found: AuditEntry[] = []
    let cursor: string | null = null
    do {
      const page: AuditLog = await logOf('narrow', organisationId, { ...query, ...(cursor && { cursor }) })
      expect(page.entries.length).toBeLessThanOrEqual(Number(query['limit'] ?? 20))
      found.push(...page.entries)
      cursor = page.nextCursor
    } while (cursor)
    return found
  }
  const watched = await all({ action: 'replay.watched', limit: '100' })
  expect(watched.map(({ at }) => at - now)).toEqual(Array.from({ length: 150 }, (_, n) => 447 - n * 3))
  const ofOne = await all({ session: uuid(6), limit: '2' })
  expect(ofOne.map(({ at }) => at - now)).toEqual([366, 276, 186, 96, 6])
  expect(await all({ session: uuid(6), action: 'note.deleted' })).toEqual([])
  expect(await all({ session: uuid(6), action: 'replay.watched' })).toEqual(ofOne)
  const first = await store.newestFirst(organisationId, { after: undefined, limit: 1, action: 'key.revoked' })
  expect(first).toEqual({ entries: [], next: undefined })
  const wrong = await accounts.ask('narrow', 'listAuditLog', {
    params: { organisationId },
    query: { action: 'all' },
  })
  expect(wrong.status).toBe(400)
})
