// What belongs to others and what was never there are one thing from outside: the same answer, but for its request id.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../../core/api/operations.ts'
import { recordIdOf } from '../../../core/quarantine/record-id.ts'
import { makeBatch, uuid } from '../../unit/core/make-batch.ts'
import type { Call, Reply } from '../invocations.ts'
import { recordsOn } from '../stored-objects.ts'
import { startWholeApi, type WholeApi } from '../whole-api.ts'
import { type Caller, expectedOf } from './access-table.ts'
import { validRequest } from './valid-requests.ts'
import { makeWorld, type World } from './world.ts'

let api: WholeApi
let world: World

beforeAll(async () => {
  api = await startWholeApi()
  world = await makeWorld(api)
  await world.recordSession()
})

afterAll(() => api.stop())

const UNKNOWN = {
  erasureId: 'ers_00000000000000000000000000000',
  organisationId: 'org_0000000000000000',
  projectId: 'prj_0000000000000000',
  keyId: 'key_0000000000000000',
  invitationId: 'inv_0000000000000000',
  viewId: 'view_0000000000000000',
  noteId: 'note_0000000000000000',
  shareId: 'share_0000000000000000',
  memberId: 'never-seen',
  sessionId: uuid(999_999),
  recordId: recordIdOf('unreadable/rollUp/date=2026-01-01/shardId-000000000000-1.json'),
}

/** All that a caller could compare; limits count down whatever is asked. */
const seen = ({ status, headers, body }: Reply): string => {
  const { requestId: _, ...told } = body as Record<string, unknown>
  const { ratelimit: _standing, ...sent } = headers
  return JSON.stringify([status, sent, told])
}

const as = async (caller: Caller, id: string, request: Call): Promise<Reply> =>
  api.ask(id, { ...request, ...world.asCaller[caller] })

const expectSame = async (caller: Caller, id: string, foreign: Call, unknown: Call) => {
  const [one, other] = [await as(caller, id, foreign), await as(caller, id, unknown)]
  expect(one.status, id).toBe(404)
  expect(seen(one), id).toBe(seen(other))
}

const elsewhere = (request: Call): Call => {
  const text = JSON.stringify(request)
    .replaceAll(/org_[0-9A-Za-z]+/g, UNKNOWN.organisationId)
    .replaceAll(/prj_[0-9A-Za-z]+/g, UNKNOWN.projectId)
  return JSON.parse(text)
}

describe('an organisation or a project of others', () => {
  for (const caller of ['stranger', 'loner', 'foreignKey'] as const) {
    // What is asked with a key of the ingest names no place: the key is one.
    const hidden = operations.filter(
      ({ id, access }) => access.kind !== 'ingest' && expectedOf(id, caller) === 404,
    )
    test.each(hidden.map(({ id }) => id))(`looks to the ${caller} like none: %s`, async (id) => {
      const request = await validRequest(id, api, world, caller)
      expect(elsewhere(request)).not.toEqual(request)
      await expectSame(caller, id, request, elsewhere(request))
    })
  }
})

describe('a thing of others, asked for in a place of one’s own,', () => {
  const own = () => ({ organisationId: world.other.organisationId, projectId: world.other.projectId })

  test.each([
    'getKey',
    'regenerateKey',
    'revokeKey',
    'changeRole',
    'removeMember',
    'revokeInvitation',
    'getSession',
    'listSessionEvents',
    'getErasure',
    'updateView',
    'deleteView',
    'listNotes',
    'createNote',
    'updateNote',
    'deleteNote',
    'listShares',
    'createShare',
    'revokeShare',
    'getQuarantined',
    'redriveQuarantined',
  ])('looks like none: %s', async (id) => {
    const request = await validRequest(id, api, world, 'stranger')
    const { organisationId, projectId } = own()
    const moved: Call = JSON.parse(
      JSON.stringify(request)
        .replaceAll(world.organisationId, organisationId)
        .replaceAll(world.projectId, projectId),
    )
    const params = Object.fromEntries(
      Object.entries(moved.params ?? {}).map(([name, value]) => [
        name,
        name === 'organisationId' ? value : UNKNOWN[name as keyof typeof UNKNOWN],
      ]),
    )
    await expectSame('stranger', id, moved, { ...moved, params })
  })

  test('looks like none to a server', async () => {
    for (const id of ['getSession', 'listSessionEvents', 'showSessionUser', 'listLatestEvents']) {
      const [foreign, unknown] = [world, UNKNOWN].map(({ sessionId }) => ({ params: { sessionId } }))
      await expectSame('foreignKey', id, foreign as Call, unknown as Call)
    }
  })

  test('is left as it was', async () => {
    const { params = {} } = await validRequest('revokeKey', api, world, 'owner')
    const query = { projectId: own().projectId }
    expect((await as('stranger', 'revokeKey', { query, params })).status).toBe(404)
    const kept = await as('owner', 'getKey', {
      query: { projectId: world.projectId },
      params,
    })
    expect(kept.body).toMatchObject({ key: { status: 'active' } })
  })
})

test('an invitation that was taken back looks like one that never was', async () => {
  const { token, invitation } = await world.invite('guest@shop.example')
  const { organisationId } = world
  const params = { organisationId, invitationId: invitation.invitationId }
  await as('owner', 'revokeInvitation', { params })
  const never = `${UNKNOWN.invitationId}.${'0'.repeat(32)}`
  for (const id of ['previewInvitation', 'acceptInvitation'])
    await expectSame('stranger', id, { body: { token } }, { body: { token: never } })
})

test('a key of another project sends into its own, whatever project the request names', async () => {
  const { projectId } = world
  const body = { ...makeBatch({ sentAt: Date.now(), sessionId: uuid(777) }), projectId }
  expect((await as('foreignKey', 'track', { query: { projectId }, body } as Call)).status).toBe(202)
  const sent = (await recordsOn('events')).filter(({ batch }) => batch.sessionId === uuid(777))
  expect(sent.map(({ batch }) => batch.projectId)).toEqual([world.other.projectId])
})

test('a project in the body does not lead past the one in the query', async () => {
  const request = {
    query: { projectId: world.other.projectId },
    body: { name: 'K', projectId: world.projectId },
  }
  const { body } = await as('stranger', 'createKey', request)
  expect(body).toMatchObject({ key: { projectId: world.other.projectId } })
  const back = {
    query: { projectId: world.projectId },
    body: { name: 'K', projectId: world.other.projectId },
  }
  expect((await as('stranger', 'createKey', back)).status).toBe(404)
})

test('an id of rubbish is refused like an unknown one, or for its form, and is not told back', async () => {
  for (const projectId of [
    '../../etc',
    'prj_',
    '%00',
    '__proto__',
    "' OR 1=1",
    world.projectId.toUpperCase(),
  ]) {
    const inQuery = await as('stranger', 'listKeys', { query: { projectId } })
    const inPath = await as('stranger', 'getProject', { params: { projectId } })
    expect(inQuery.body).toMatchObject({ status: 404, code: 'project-not-found' })
    expect(inPath.body).toMatchObject({ status: 400, errors: [{ field: 'projectId' }] })
    expect(JSON.stringify([inQuery.body, inPath.body])).not.toContain(projectId)
  }
})
