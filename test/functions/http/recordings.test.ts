import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import type {
  ImportedRecording,
  ImportState,
  RecordingUpload,
} from '../../../core/imports/recording-import.ts'
import { BATCH_MAX_BYTES, IMPORT_TASK_SECONDS, STREAM_RECORD_MAX_BYTES } from '../../../core/limits.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { element, opening, page, text } from '../../unit/core/replay/recordings.ts'
import { accountsClient } from '../accounts-client.ts'
import { type Call, call, context, kinesisEvent, type Reply } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'

let stage: Stage
let accounts: Awaited<ReturnType<typeof accountsClient>>
let shop: MadeProject
const functions: Record<string, HttpFunction> = {}
/** When it was recorded: years ago, by a clock of somebody else. */
const THEN = Date.UTC(2019, 5, 1, 12)
const step = (at: number, adds: unknown[] = []) => ({
  type: 3,
  timestamp: at,
  data: { source: 0, texts: [], attributes: [], removes: [], adds },
})
const recording = (more: unknown[] = []): unknown[] => [...opening(THEN), ...more, step(THEN + 90_000)]

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  for (const name of ['recordings', 'get-session', 'list-sessions', 'list-session-events', 'replay'])
    functions[name] = (await import(`../../../functions/http/${name}.ts`)).handler
  shop = await makeProject('ada')
  await accounts.join(shop.organisationId, 'ada', 'ann', 'analyst')
  await accounts.join(shop.organisationId, 'ada', 'vic', 'viewer')
})

afterAll(() => stage.stop())

const ask = (name: string, to: string, parts: Call = {}): Promise<Reply> =>
  call(functions[name] as HttpFunction, {
    to,
    memberId: 'ann',
    ...parts,
    query: { projectId: shop.projectId, ...parts.query },
  })
const send = (body: unknown, parts: Call = {}) => ask('recordings', 'importRecording', { body, ...parts })
const imported = async (body: unknown, parts: Call = {}): Promise<ImportedRecording> => {
  const reply = await send(body, parts)
  expect([reply.status, reply.body]).toMatchObject([202, {}])
  return reply.body as ImportedRecording
}
const problemOf = ({ status, body }: Reply) => [status, (body as { code: string }).code]

const batchesOf = async (sessionId: string) =>
  (await recordsOn('events')).map(({ batch }) => batch).filter((batch) => batch.sessionId === sessionId)
/** The consumers make a session of what is on the stream. */
const consume = async (sessionId: string): Promise<void> => {
  for (const name of ['roll-up-sessions', 'store-session']) {
    const { handler } = (await import(`../../../functions/stream/${name}.ts`)) as { handler: StreamFunction }
    await handler(kinesisEvent(await batchesOf(sessionId)), context())
  }
}
const sessionOf = async (sessionId: string): Promise<Session> =>
  ((await ask('get-session', 'getSession', { params: { sessionId } })).body as { session: Session }).session
const eventsOf = async (sessionId: string): Promise<SessionEvent[]> =>
  (
    (await ask('list-session-events', 'listSessionEvents', { params: { sessionId } })).body as {
      events: SessionEvent[]
    }
  ).events
const replayOf = async (sessionId: string): Promise<Replay> =>
  ((await ask('replay', 'getReplay', { params: { sessionId } })).body as { replay: Replay }).replay
const segmentsOf = async (sessionId: string): Promise<string> => {
  const { segments } = await replayOf(sessionId)
  const texts = await Promise.all(
    segments.map(async ({ name }) => {
      const { body } = await ask('replay', 'getReplaySegment', { params: { sessionId, name } })
      return gunzipSync(body as Buffer).toString('utf8')
    }),
  )
  return texts.join('')
}

test('a recording of years ago is a session that has just ended, is in the list, and plays like any other', async () => {
  const before = Date.now()
  const told = await imported({
    events: recording(),
    userId: 'grace',
    title: 'Checkout',
    url: 'https://shop.example/checkout',
  })
  expect(told).toMatchObject({
    accepted: 3,
    rejected: [],
    pageViews: 1,
    durationMs: 90_000,
    recordedFrom: THEN,
  })
  const { sessionId } = told
  await consume(sessionId)
  const session = await sessionOf(sessionId)
  expect(session).toMatchObject({
    userId: 'grace',
    durationMs: 90_000,
    pageViews: 1,
    hasReplay: true,
    entryUrl: 'https://shop.example/checkout',
    eventNames: ['page_view', 'recording_imported'],
    endedAt: session.lastSeenAt,
  })
  expect(session.lastSeenAt).toBeGreaterThanOrEqual(before)
  expect(session.lastSeenAt).toBeLessThanOrEqual(Date.now())
  const { body } = await ask('list-sessions', 'listSessions', { query: { user: 'grace', hasReplay: 'true' } })
  expect((body as { sessions: Session[] }).sessions.map((one) => one.sessionId)).toEqual([sessionId])
  const [view, told2] = await eventsOf(sessionId)
  expect(view).toMatchObject({ name: 'page_view', props: { title: 'Checkout' }, ts: session.startedAt })
  expect(told2).toMatchObject({
    name: 'recording_imported',
    props: { recordedFrom: '2019-06-01T12:00:00.000Z', recordedTo: '2019-06-01T12:01:30.000Z' },
  })
  const replay = await replayOf(sessionId)
  expect(replay).toMatchObject({ live: false, complete: true, durationMs: 90_000, from: session.startedAt })
  expect(replay.segments.map(({ picture }) => picture)).toEqual(['whole', 'whole'])
})

test.each<[string, () => [unknown, Call?]]>([
  ['an array of events', () => [recording()]],
  ['an object with events', () => [{ events: recording(), version: '2.0' }]],
  [
    'gzip',
    () => [
      undefined,
      { raw: gzipSync(JSON.stringify(recording())), headers: { 'content-type': 'application/json' } },
    ],
  ],
])('%s is taken', async (_, made) => {
  const [body, parts] = made()
  expect(await imported(body, parts)).toMatchObject({ accepted: 3, rejected: [] })
})

test('a server imports with the secret key, an analyst as a member, and a viewer does not', async () => {
  const headers = { 'x-api-key': shop.secretKey }
  const reply = await call(functions['recordings'] as HttpFunction, {
    to: 'importRecording',
    headers,
    body: recording(),
  })
  expect(reply.status).toBe(202)
  expect(problemOf(await send(recording(), { memberId: 'vic' }))).toEqual([403, 'forbidden'])
})

test('pages that were walked through are page views at their moments', async () => {
  const meta = (at: number, path: string) => ({
    type: 4,
    timestamp: THEN + at,
    data: { href: `https://shop.example${path}`, width: 800, height: 600 },
  })
  const told = await imported(recording([meta(20_000, '/cart'), meta(30_000, '/cart'), meta(40_000, '/pay')]))
  expect(told.pageViews).toBe(3)
  await consume(told.sessionId)
  const session = await sessionOf(told.sessionId)
  expect([session.pages, session.exitUrl]).toEqual([['/', '/cart', '/pay'], 'https://shop.example/pay'])
  const moments = (await eventsOf(told.sessionId))
    .filter(({ name }) => name === 'page_view')
    .map(({ ts }) => ts - session.startedAt)
  expect(moments).toEqual([0, 20_000, 40_000])
})

test('a file that is sent again with the same Idempotency-Key makes one session, with none another', async () => {
  const headers = { 'idempotency-key': 'the-file' }
  const first = await imported(recording(), { headers })
  const again = await send(recording(), { headers })
  expect(again).toMatchObject({ status: 202, headers: { 'idempotent-replayed': 'true' }, body: first })
  expect((await batchesOf(first.sessionId)).length).toBe(1)
  expect((await imported(recording())).sessionId).not.toBe(first.sessionId)
})

/** As if the day had passed for which answers to keys are kept. */
const forgetAnswers = async (): Promise<void> => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { DeleteCommand, ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'requests' }))
  for (const { pk, sk } of Items.filter((row) => row['sk'] === 'idempotency'))
    await dynamodb.send(new DeleteCommand({ TableName: 'requests', Key: { pk, sk } }))
}

test('an import that broke off, and one whose answer is forgotten, is the same session when it is sent again', async () => {
  const { kinesis } = await import('../../../functions/runtime/clients/kinesis.ts')
  const headers = { 'idempotency-key': 'broken-off' }
  const spy = vi
    .spyOn(kinesis, 'send')
    .mockRejectedValueOnce(Object.assign(new Error('no'), { name: 'Broken' }) as never)
  expect((await send(recording(), { headers })).status).toBe(500)
  spy.mockRestore()
  await forgetAnswers()
  const one = await imported(recording(), { headers })
  await forgetAnswers()
  const two = await imported(recording(), { headers })
  expect(two.sessionId).toBe(one.sessionId)
  expect((await batchesOf(one.sessionId)).length).toBe(2)
  await consume(one.sessionId)
  expect(await sessionOf(one.sessionId)).toMatchObject({ events: 2, pageViews: 1 })
})

/** Ten kinds of what is no recording, or not one that can be played. */
test.each<[string, unknown, string]>([
  ['text that is no JSON', '{"events": [', 'malformed-body'],
  ['nothing', '', 'malformed-body'],
  ['a number', '7', 'invalid-request'],
  ['an object without events', '{"name":"x"}', 'invalid-request'],
  ['no events', '[]', 'not-a-recording'],
  ['events without a full snapshot', JSON.stringify([opening(THEN)[0], step(THEN)]), 'not-a-recording'],
  ['packed events', JSON.stringify(['eJy…', 'eJz…']), 'not-a-recording'],
  [
    'a snapshot that is no document',
    JSON.stringify([{ type: 2, timestamp: THEN, data: { node: { type: 2, id: 1 } } }]),
    'not-a-recording',
  ],
  ['times of no calendar', JSON.stringify([{ ...opening(THEN)[1], timestamp: -1 }]), 'not-a-recording'],
  ['damaged gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'malformed-body'],
  ['what is no UTF-8', Buffer.from([0x5b, 0xff, 0x5d]), 'malformed-body'],
  ['too deep a nesting', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, 'malformed-body'],
])('%s is refused in words, and makes no session', async (_, raw, code) => {
  const before = (await recordsOn('events')).length
  const reply = await send(undefined, {
    raw: raw as string,
    headers: { 'content-type': 'application/json' },
  })
  expect(problemOf(reply)).toEqual([400, code])
  expect((await recordsOn('events')).length).toBe(before)
})

test('single events that cannot be taken are named with their count, and the rest is imported', async () => {
  const told = await imported(
    recording([
      null,
      { type: 3 },
      'eJw',
      { type: 99, timestamp: THEN, data: {} },
      { type: 3, timestamp: 'yesterday', data: { source: 0 } },
      { type: 3, timestamp: THEN + 1, data: { source: 99 } },
      { type: 3, timestamp: THEN + 2, data: null },
      { type: 4, timestamp: THEN + 3, data: { href: 7 } },
      step(THEN + 48 * 60 * 60_000),
      step(0),
    ]),
  )
  expect(told.accepted).toBe(3)
  expect(told.durationMs).toBe(90_000)
  expect(told.rejected.map(({ reason, count, first }) => [reason, count, first]).toSorted()).toEqual([
    ['bad_data', 3, 7],
    ['bad_time', 2, 3],
    ['not_an_event', 1, 2],
    ['outside_day', 2, 10],
    ['packed', 1, 4],
    ['unknown_type', 1, 5],
  ])
  expect(told.rejected.every(({ text }) => text.endsWith('.'))).toBe(true)
})

test('what people typed, addresses and tokens are no more in what is stored', async () => {
  const typed = (id: number, word: string) => ({
    type: 3,
    timestamp: THEN + 5_000,
    data: { source: 5, id, text: word, isChecked: false },
  })
  const form = element(50, 'form', {}, [
    element(51, 'input', { type: 'text', value: 'Liskov street' }),
    element(52, 'input', { type: 'submit', value: 'Pay now' }),
    element(53, 'textarea', {}, [text(54, 'dear shop')]),
    element(55, 'p', {}, [text(56, 'write to grace@hopper.example')]),
    element(57, 'a', { href: 'https://shop.example/?token=abcdef123' }),
    element(58, 'img', { src: 'https://shop.example/logo@2x.png' }),
  ])
  const told = await imported(
    recording([
      step(THEN + 1_000, [{ parentId: 8, nextId: null, node: form }]),
      typed(51, 'Liskov lane'),
      typed(999, 'unseen word'),
      { type: 5, timestamp: THEN + 6_000, data: { tag: 'note', payload: { mail: 'grace@hopper.example' } } },
    ]),
  )
  await consume(told.sessionId)
  const stored = await segmentsOf(told.sessionId)
  for (const secret of ['Liskov', 'dear shop', 'grace@hopper', 'abcdef123', 'unseen word'])
    expect(stored, secret).not.toContain(secret)
  expect(stored).toContain('Pay now')
  expect(stored).toContain('logo@2x.png')
})

test('a project that wants no texts gets none', async () => {
  const other = await makeProject('ada', 'Silent')
  await accounts.ask('ada', 'updateProject', {
    params: { projectId: other.projectId },
    body: { masking: { inputs: true, text: true } },
  })
  const { body } = await call(functions['recordings'] as HttpFunction, {
    to: 'importRecording',
    memberId: 'ada',
    query: { projectId: other.projectId },
    body: recording([
      step(THEN + 1_000, [
        { parentId: 9, nextId: null, node: element(60, 'li', {}, [text(61, 'secret plan')]) },
      ]),
    ]),
  })
  const batches = JSON.stringify(await batchesOf((body as ImportedRecording).sessionId))
  expect(batches).not.toContain('secret plan')
  expect(batches).toContain('••••••')
})

test('a project that takes nothing takes no recording', async () => {
  const other = await makeProject('ada', 'Closed')
  await accounts.ask('ada', 'updateProject', {
    params: { projectId: other.projectId },
    body: { ingest: false },
  })
  const query = { projectId: other.projectId }
  expect(problemOf(await send(recording(), { memberId: 'ada', query }))).toEqual([409, 'ingest-off'])
})

test('who imported a recording stands in the audit log', async () => {
  const { sessionId } = await imported(recording())
  const { body } = await accounts.ask('ada', 'listAuditLog', {
    params: { organisationId: shop.organisationId },
  })
  expect((body as AuditLog).entries[0]).toMatchObject({
    action: 'recording.imported',
    actor: { memberId: 'ann' },
    target: { id: sessionId },
  })
})

const upload = async (file: Buffer): Promise<string> => {
  const begun = await ask('recordings', 'beginRecordingUpload', { body: { bytes: file.length } })
  expect(begun.status).toBe(201)
  const { uploadId, upload } = begun.body as RecordingUpload
  const form = new FormData()
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(file)]))
  const { status } = await fetch(upload.url, { method: 'POST', body: form })
  expect(status).toBe(204)
  return uploadId
}

/** Begins the import of an upload, and does what was begun, as the service would. */
const importUploaded = async (uploadId: string, said: object = {}): Promise<ImportState> => {
  const reply = await send({ uploadId, ...said })
  expect(reply).toMatchObject({ status: 202, body: { uploadId, status: 'importing', share: 0 } })
  await doBegun()
  return stateOf(uploadId)
}
const doBegun = async (begun = stage.takeBegun()): Promise<void> => {
  const { handler } = (await import('../../../functions/task/import-recording.ts')) as {
    handler: (event: unknown, by: ReturnType<typeof context>) => Promise<void>
  }
  for (const { name, payload } of begun) {
    expect(name).toBe('import-recording')
    await handler(payload, context())
  }
}
const stateOf = async (uploadId: string): Promise<ImportState> =>
  (await ask('recordings', 'getRecordingUpload', { params: { uploadId } })).body as ImportState

test('a large recording is uploaded by a form and then imported, in batches that the stream takes', async () => {
  const rows = Array.from({ length: 5_500 }, (_, n) =>
    element(1_000 + n * 2, 'p', { class: 'row' }, [text(1_001 + n * 2, `Row ${n} ${'é'.repeat(1_000)}`)]),
  )
  const document = page()
  const body = (document.childNodes[1] as { childNodes: { childNodes: unknown[] }[] }).childNodes[1]
  body?.childNodes.push(...rows)
  const [meta, snapshot] = opening(THEN)
  const events = [
    meta,
    { ...snapshot, data: { node: document, initialOffset: { top: 0, left: 0 } } },
    step(THEN + 1_000),
  ]
  const plain = Buffer.from(JSON.stringify({ events }))
  expect(plain.length).toBeGreaterThan(10 * BATCH_MAX_BYTES)
  expect(problemOf(await send({ events }))).toEqual([413, 'body-too-large'])
  const uploadId = await upload(gzipSync(plain))
  const state = await importUploaded(uploadId, { userId: 'big' })
  const told = state.imported as ImportedRecording
  expect(state).toMatchObject({ status: 'imported', share: 1, problem: null })
  expect(told).toMatchObject({ sessionId: state.sessionId, accepted: 3, rejected: [] })
  const batches = await batchesOf(told.sessionId)
  expect(batches.length).toBeGreaterThan(2)
  expect(JSON.stringify(batches).length).toBeLessThan(STREAM_RECORD_MAX_BYTES)
  await consume(told.sessionId)
  expect(await sessionOf(told.sessionId)).toMatchObject({ userId: 'big', hasReplay: true, pageViews: 1 })
  const stored = await segmentsOf(told.sessionId)
  const found = new Set([...stored.matchAll(/"Row (\d+) é/g)].map(([, n]) => Number(n)))
  expect(found.size).toBe(rows.length)
  // Asked for again it is the same import, and nothing is begun.
  expect((await send({ uploadId })).body).toEqual(state)
  expect(stage.takeBegun()).toEqual([])
})

test('the import of an upload that was begun twice, or that died, is one session', async () => {
  const uploadId = await upload(Buffer.from(JSON.stringify(recording())))
  expect((await send({ uploadId })).status).toBe(202)
  const begun = stage.takeBegun()
  expect((await send({ uploadId })).body).toMatchObject({ status: 'importing' })
  expect([begun.length, stage.takeBegun()]).toEqual([1, []])
  const { kinesis } = await import('../../../functions/runtime/clients/kinesis.ts')
  const spy = vi.spyOn(kinesis, 'send').mockRejectedValueOnce(new Error('killed') as never)
  await expect(doBegun(begun)).rejects.toThrow('killed')
  spy.mockRestore()
  expect(await stateOf(uploadId)).toMatchObject({ status: 'importing' })
  await doBegun([...begun, ...begun])
  const { sessionId } = await stateOf(uploadId)
  expect((await batchesOf(sessionId)).length).toBe(1)
})

test('an import that nobody ends is told as failed, and may be begun again', async () => {
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { recordingUploads } = await import('../../../functions/stores/recording-uploads.ts')
  const uploadId = await upload(Buffer.from(JSON.stringify(recording())))
  const begun = (await send({ uploadId })).body as ImportState
  stage.takeBegun()
  const changedAt = Date.now() - (IMPORT_TASK_SECONDS + 1) * 1_000
  const place = { projectId: shop.projectId, sessionId: begun.sessionId }
  await recordingUploads(s3, stage.names.SESSION_BUCKET).setState(place, { ...begun, changedAt })
  expect(await stateOf(uploadId)).toMatchObject({ status: 'failed', problem: { code: 'import-broke-off' } })
  expect(await importUploaded(uploadId)).toMatchObject({ status: 'imported' })
})

test('an import that could not be begun is no import, and is begun by the next try', async () => {
  const { lambda } = await import('../../../functions/runtime/clients/lambda.ts')
  const uploadId = await upload(Buffer.from(JSON.stringify(recording())))
  const spy = vi.spyOn(lambda, 'send').mockRejectedValueOnce(new Error('throttled') as never)
  expect((await send({ uploadId })).status).toBe(500)
  spy.mockRestore()
  expect(problemOf(await ask('recordings', 'getRecordingUpload', { params: { uploadId } }))).toEqual([
    404,
    'upload-not-found',
  ])
  expect(await importUploaded(uploadId)).toMatchObject({ status: 'imported' })
})

test('an upload that is no recording, or too large unpacked, is refused and removed', async () => {
  const rubbish = await upload(Buffer.from('not JSON at all'))
  expect(await importUploaded(rubbish)).toMatchObject({
    status: 'failed',
    problem: { code: 'not-a-recording', status: 400 },
  })
  expect(problemOf(await send({ uploadId: rubbish }))).toEqual([404, 'upload-not-found'])
  const bomb = await upload(gzipSync(Buffer.alloc(100_000_001, ' ')))
  expect(await importUploaded(bomb)).toMatchObject({
    status: 'failed',
    problem: { code: 'recording-too-large', status: 413 },
  })
})

test('an upload is its project’s own', async () => {
  const other = await makeProject('ada', 'Other')
  const uploadId = await upload(Buffer.from(JSON.stringify(recording())))
  const query = { projectId: other.projectId }
  expect(problemOf(await send({ uploadId }, { memberId: 'ada', query }))).toEqual([404, 'upload-not-found'])
  const params = { uploadId }
  expect(await importUploaded(uploadId)).toMatchObject({ status: 'imported' })
  expect(
    problemOf(await ask('recordings', 'getRecordingUpload', { params, memberId: 'ada', query })),
  ).toEqual([404, 'upload-not-found'])
})
