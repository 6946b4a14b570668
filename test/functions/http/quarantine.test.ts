import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type {
  QuarantineAnswer,
  QuarantineList,
  RedriveAnswer,
} from '../../../core/quarantine/quarantine-list.ts'
import { recordIdOf } from '../../../core/quarantine/record-id.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { type Call, call, context, kinesisEvent } from '../invocations.ts'
import { keepGivenUp, keepUnreadable } from '../keep-quarantined.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { objectsIn, recordsOn } from '../stored-objects.ts'

let stage: Stage
let quarantine: HttpFunction
let accounts: Awaited<ReturnType<typeof accountsClient>>
let own: MadeProject
let other: MadeProject
let members = 0
let member = ''

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  quarantine = (await import('../../../functions/http/quarantine.ts')).handler
})
beforeEach(async () => {
  await empty()
  member = `ada-${++members}`
  own = await makeProject(member)
  other = await makeProject(`eve-${members}`)
})
afterAll(() => stage.stop())

const DAY_MS = 24 * 60 * 60_000
const SESSION = uuid(902)

const empty = async (): Promise<void> => {
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { quarantined } = await import('../../../functions/stores/quarantined.ts')
  for (const key of Object.keys(await lying())) await quarantined(s3, 'test-quarantine').remove(key)
}
const lying = () => objectsIn('test-quarantine')
const keyOf = (projectId: string, sessionId = SESSION) => `${projectId}#${sessionId}`
const batchOf = (projectId: string, seq = 0): StampedBatch =>
  makeStamped({ projectId, seq, receivedAt: NOON + seq * 1_000 })
const recordOf = (projectId: string, seq = 0) => ({
  partitionKey: keyOf(projectId),
  data: batchOf(projectId, seq),
})

const ask = (to: string, parts: Call = {}) =>
  call(quarantine, { to, memberId: member, ...parts, query: { projectId: own.projectId, ...parts.query } })
const list = async (query: Record<string, string> = {}) =>
  (await ask('listQuarantine', { query })).body as QuarantineList
const redrive = async (key: string, query: Record<string, string> = {}) => {
  const { status, body } = await ask('redriveQuarantined', { params: { recordId: recordIdOf(key) }, query })
  return { status, body: body as RedriveAnswer & { code?: string } }
}
const onStream = async (projectId: string): Promise<StampedBatch[]> =>
  (await recordsOn('events')).map(({ batch }) => batch).filter((batch) => batch.projectId === projectId)
/** What was put on the stream comes out of it, to those who store and count. */
const deliver = async (): Promise<void> => {
  const batches = await onStream(own.projectId)
  for (const name of ['roll-up-sessions', 'store-session']) {
    const { handler } = (await import(`../../../functions/stream/${name}.ts`)) as { handler: StreamFunction }
    expect(await handler(kinesisEvent(batches, 5_000), context())).toEqual({ batchItemFailures: [] })
  }
}
const counted = async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  return (await sessions(dynamodb, 'sessions', () => NOON).read(own.projectId, SESSION)).state?.events
}
const audited = async () => {
  const { organisationId } = own
  const { body } = await accounts.ask(member, 'listAuditLog', { params: { organisationId } })
  return (body as AuditLog).entries.filter(({ action }) => action.startsWith('quarantine.'))
}

test('a project sees its own, newest day first, and of others nothing, nor what names no project', async () => {
  const old = await keepUnreadable({ ...recordOf(own.projectId), at: NOON - 2 * DAY_MS })
  await keepUnreadable(recordOf(other.projectId))
  await keepUnreadable({ partitionKey: 'rubbish', data: 'rubbish' })
  // An id that begins like ours is not ours.
  await keepUnreadable({ partitionKey: `${own.projectId}x#${SESSION}`, data: 'rubbish' })
  const given = await keepGivenUp([recordOf(own.projectId), recordOf(other.projectId)], NOON - DAY_MS)
  const fresh = await keepUnreadable({ ...recordOf(own.projectId), consumer: 'store' })
  const { entries, nextCursor } = await list()
  expect(entries.map(({ recordId }) => recordId)).toEqual([fresh, given, old].map(recordIdOf))
  expect(entries[0]).toMatchObject({ kind: 'unreadable', consumer: 'store', reason: 'v: is too new' })
  expect(entries[0]).toMatchObject({ quarantinedAt: NOON, sessionIds: [SESSION], records: 1 })
  expect(entries[0]?.bytes).toBe(JSON.stringify(batchOf(own.projectId)).length)
  expect(entries[1]).toMatchObject({ kind: 'given-up', consumer: 'archive', records: 1 })
  expect(nextCursor).toBeNull()
  expect(JSON.stringify(entries)).not.toContain(other.projectId)
})

test('pages go through all of it, each entry once, however few a page holds', async () => {
  const keys: string[] = []
  for (let n = 0; n < 7; n++) {
    const at = NOON - (n % 3) * DAY_MS
    const consumer = n % 2 ? 'store' : 'rollUp'
    keys.push(await keepUnreadable({ ...recordOf(own.projectId, n), at, consumer }))
    await keepUnreadable({ ...recordOf(other.projectId, n), at, consumer })
  }
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: QuarantineList = await list({ limit: '2', ...(cursor !== null && { cursor }) })
    seen.push(...page.entries.map(({ recordId }) => recordId))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen.toSorted()).toEqual(keys.map(recordIdOf).toSorted())
})

test('one page reads two hundred objects at most, and the next goes on from there', async () => {
  const mine = await keepUnreadable({ ...recordOf(own.projectId), at: NOON - DAY_MS })
  for (let n = 0; n < 205; n++) await keepUnreadable({ partitionKey: keyOf(other.projectId), data: 'x' })
  const first = await list()
  expect(first.entries).toEqual([])
  expect(first.nextCursor).not.toBeNull()
  const second = await list({ cursor: first.nextCursor ?? '' })
  expect(second.entries.map(({ recordId }) => recordId)).toEqual([recordIdOf(mine)])
  expect(second.nextCursor).toBeNull()
})

test('a record is shown as text, of a shared object only the own ones, and that it was is in the audit log', async () => {
  const markup = '<script>alert(1)</script>'
  const key = await keepGivenUp([
    { partitionKey: keyOf(own.projectId), data: markup },
    recordOf(other.projectId),
  ])
  const { body, headers } = await ask('getQuarantined', { params: { recordId: recordIdOf(key) } })
  expect((body as QuarantineAnswer).contents).toMatchObject([
    { sessionId: SESSION, text: markup, truncated: false },
  ])
  expect(headers['content-type']).toContain('application/json')
  expect(JSON.stringify(body)).not.toContain(other.projectId)
  expect(await audited()).toMatchObject([{ action: 'quarantine.shown', projectId: own.projectId }])
})

test('what is long is cut, and says so', async () => {
  const long = await keepGivenUp([
    { partitionKey: keyOf(own.projectId), data: 'a'.repeat(90_000) },
    { partitionKey: keyOf(own.projectId), data: 'b'.repeat(90_000) },
    { partitionKey: keyOf(own.projectId), data: 'c' },
  ])
  const { body } = await ask('getQuarantined', { params: { recordId: recordIdOf(long) } })
  const { contents } = body as QuarantineAnswer
  expect(contents.map(({ text, truncated }) => [text.length, truncated])).toEqual([
    [90_000, false],
    [10_000, true],
    [0, true],
  ])
})

test('a record that is sent again is counted once, and gone only when it is counted', async () => {
  const key = await keepUnreadable(recordOf(own.projectId))
  const first = await redrive(key)
  expect(first).toMatchObject({ status: 202, body: { status: 'sent', records: 1 } })
  expect(Object.keys(await lying())).toEqual([key])
  const { receipt } = first.body
  expect((await redrive(key, { receipt: receipt ?? '' })).status).toBe(202)
  expect(await onStream(own.projectId)).toHaveLength(1)
  await deliver()
  const last = await redrive(key, { receipt: receipt ?? '' })
  expect(last).toMatchObject({ status: 200, body: { status: 'done', receipt: null } })
  expect(await onStream(own.projectId)).toHaveLength(1)
  expect(await counted()).toBe(1)
  expect(await lying()).toEqual({})
  expect((await audited()).map(({ action }) => action)).toEqual(['quarantine.redriven'])
})

test('without the receipt it is sent once more, and still counted once', async () => {
  const key = await keepUnreadable(recordOf(own.projectId))
  await redrive(key)
  await deliver()
  expect((await redrive(key)).status).toBe(200)
  expect(await onStream(own.projectId)).toHaveLength(2)
  await deliver()
  expect(await counted()).toBe(1)
})

test('a receipt of one record does not spare another the stream', async () => {
  const [one, two] = [
    await keepUnreadable(recordOf(own.projectId)),
    await keepUnreadable(recordOf(own.projectId, 1)),
  ]
  const { receipt } = (await redrive(one)).body
  await redrive(two, { receipt: receipt ?? '' })
  expect((await onStream(own.projectId)).map(({ seq }) => seq)).toEqual([0, 1])
  expect((await redrive(one, { receipt: 'forged' })).status).toBe(400)
})

test('of an object that holds records of others only the own ones are sent, and the others stay', async () => {
  const records = [recordOf(own.projectId), recordOf(other.projectId), recordOf(own.projectId, 1)]
  const key = await keepGivenUp(records)
  await redrive(key)
  await deliver()
  expect((await redrive(key)).status).toBe(200)
  expect(await onStream(other.projectId)).toEqual([])
  const { toQuarantined } = await import('../../../core/quarantine/quarantined.ts')
  const left = toQuarantined(key, JSON.parse((await lying())[key] ?? ''))
  expect(left.records.map(({ partitionKey }) => partitionKey)).toEqual([keyOf(other.projectId)])
  expect((await list()).entries).toEqual([])
})

test('what an erasure removed meanwhile is not brought back', async () => {
  const { DeleteObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { quarantined } = await import('../../../functions/stores/quarantined.ts')
  const key = await keepGivenUp([recordOf(own.projectId), recordOf(other.projectId)])
  const send = async (command: unknown) => {
    if (command instanceof PutObjectCommand)
      await s3.send(new DeleteObjectCommand({ Bucket: 'test-quarantine', Key: key }))
    return s3.send(command as never)
  }
  const store = quarantined({ send } as typeof s3, 'test-quarantine')
  await store.takeOut(key, (partitionKey) => partitionKey === keyOf(own.projectId))
  expect(await lying()).toEqual({})
})

test('what this version cannot read either stays, and says why', async () => {
  const key = await keepUnreadable({ partitionKey: keyOf(own.projectId), data: 'rubbish' })
  const { status, body } = await redrive(key)
  expect([status, body.code]).toEqual([409, 'not-redriven'])
  expect(Object.keys(await lying())).toEqual([key])
})

test('a batch that names another project than its partition key is not sent', async () => {
  const key = await keepUnreadable({ partitionKey: keyOf(own.projectId), data: batchOf(other.projectId) })
  expect((await redrive(key)).status).toBe(409)
  expect(await onStream(other.projectId)).toEqual([])
})

test('an id leads to records of the quarantine only, and only to the own ones', async () => {
  const foreign = await keepUnreadable(recordOf(other.projectId))
  const reads = vi.spyOn((await import('../../../functions/runtime/clients/s3.ts')).s3, 'send')
  const keys = ['sessions/x/y', '../secrets', 'unreadable/../x.json', 'unreadable/a/date=2026-01-01/b.txt']
  for (const recordId of [...keys.map(recordIdOf), `${recordIdOf(foreign)}A`, 'AAAA']) {
    const { status } = await ask('getQuarantined', { params: { recordId } })
    expect(status, recordId).toBe(404)
  }
  expect(reads).not.toHaveBeenCalled()
  reads.mockRestore()
  for (const to of ['getQuarantined', 'redriveQuarantined']) {
    const { status } = await ask(to, { params: { recordId: recordIdOf(foreign) } })
    expect(status).toBe(404)
  }
  expect(await audited()).toEqual([])
})
