import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import { NOTE_TEXT_MAX_CHARS } from '../../../core/limits.ts'
import type { CreateNote, MentionList, Note, NoteList, TagList } from '../../../core/notes/note.ts'
import type { SessionList } from '../../../core/sessions/session.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let accounts: Awaited<ReturnType<typeof accountsClient>>
let annotations: HttpFunction
let shop: MadeProject
let sessionId = ''
let made = 0
const START = Date.now() - 60_000

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  annotations = (await import('../../../functions/http/annotations.ts')).handler
  shop = await makeProject('ann')
  for (const role of ['admin', 'analyst', 'viewer'] as const)
    await accounts.join(shop.organisationId, 'ann', role, role)
})

beforeEach(async () => {
  sessionId = uuid(81_000 + ++made)
  const batch = makeStamped({
    projectId: shop.projectId,
    sessionId,
    receivedAt: START,
    events: [{ ts: START }],
  })
  const { handler } = (await import('../../../functions/stream/roll-up-sessions.ts')) as {
    handler: StreamFunction
  }
  await handler(kinesisEvent([batch]), context())
})

afterAll(() => stage.stop())

const ask = (to: string, memberId: string, more: { params?: object; body?: object } = {}) =>
  call(annotations, {
    to,
    memberId,
    query: { projectId: shop.projectId },
    ...more,
    params: { sessionId, ...more.params },
  })

const write = async (memberId: string, body: Partial<CreateNote> = {}): Promise<Note> => {
  const reply = await ask('createNote', memberId, { body: { at: START, text: 'Look', ...body } })
  expect(reply.status).toBe(201)
  return (reply.body as { note: Note }).note
}

const notesFor = async (memberId: string) => ((await ask('listNotes', memberId)).body as NoteList).notes
const mentionsFor = async (memberId: string) =>
  (await call(annotations, { to: 'listMentions', memberId, query: { projectId: shop.projectId } }))
    .body as MentionList

test('all members read the notes on a session in the order of their moments, with who wrote them', async () => {
  await write('analyst', { at: START + 30_000, text: ' Here it breaks ', tags: ['Bug', 'bug', 'Check out'] })
  await write('admin', { at: START + 10_000, text: 'Here it begins' })
  const notes = await notesFor('viewer')
  expect(notes.map(({ text, author }) => [text, author.memberId])).toEqual([
    ['Here it begins', 'admin'],
    ['Here it breaks', 'analyst'],
  ])
  expect(notes[1]).toMatchObject({ tags: ['bug', 'check out'], editedAt: null, sessionId })
})

test('who wrote a note changes it and says so, nobody else; an admin deletes it, and the log tells', async () => {
  const note = await write('analyst')
  const params = { noteId: note.noteId }
  for (const other of ['admin', 'ann'])
    expect((await ask('updateNote', other, { params, body: { text: 'x' } })).status).toBe(403)
  expect((await ask('createNote', 'viewer', { body: { at: START, text: 'x' } })).status).toBe(403)
  const changed = await ask('updateNote', 'analyst', { params, body: { text: 'Better', tags: ['new'] } })
  expect(changed).toMatchObject({ status: 200, body: { note: { text: 'Better', tags: ['new'], at: START } } })
  expect((changed.body as { note: Note }).note.editedAt).toBeGreaterThanOrEqual(note.createdAt)
  expect((await ask('deleteNote', 'admin', { params })).status).toBe(204)
  expect((await ask('deleteNote', 'admin', { params })).status).toBe(404)
  const own = await write('analyst')
  expect((await ask('deleteNote', 'analyst', { params: { noteId: own.noteId } })).status).toBe(204)
  expect(await notesFor('ann')).toEqual([])
  const { body } = await accounts.ask('ann', 'listAuditLog', {
    params: { organisationId: shop.organisationId },
  })
  const told = (body as AuditLog).entries.filter(({ action }) => action === 'note.deleted')
  expect(told).toMatchObject([{ actor: { memberId: 'admin' }, target: { id: sessionId } }])
  expect(JSON.stringify(told)).not.toContain('Better')
})

test('whom a note mentions finds it among the mentions, unread until they say so', async () => {
  await write('analyst', { text: 'Viewer, look', mentions: ['viewer', 'analyst'] })
  expect((await mentionsFor('analyst')).mentions).toEqual([])
  const { mentions, unread } = await mentionsFor('viewer')
  expect([mentions[0]?.note.text, mentions[0]?.unread, unread]).toEqual(['Viewer, look', true, 1])
  const readTo = mentions[0]?.note.createdAt ?? 0
  const query = { projectId: shop.projectId }
  expect(
    (await call(annotations, { to: 'readMentions', memberId: 'viewer', query, body: { readTo } })).status,
  ).toBe(204)
  expect(await mentionsFor('viewer')).toMatchObject({ unread: 0, mentions: [{ unread: false }] })
})

test('a mention that is taken back, or whose note is deleted, is none, wherever something died', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const before = (await mentionsFor('admin')).mentions.length
  const note = await write('analyst', { mentions: ['admin'] })
  const params = { noteId: note.noteId }
  expect((await mentionsFor('admin')).mentions).toHaveLength(before + 1)
  // The note, then what leads to it no more.
  const takeBack = () => ask('updateNote', 'analyst', { params, body: { mentions: [] } })
  expect(await crashAt(dynamodb, 2, takeBack, 'people')).toMatchObject({ crashed: true })
  expect((await notesFor('admin')).map(({ mentions }) => mentions)).toEqual([[]])
  expect((await mentionsFor('admin')).mentions).toHaveLength(before)
  await ask('updateNote', 'analyst', { params, body: { mentions: ['admin'] } })
  expect((await mentionsFor('admin')).mentions).toHaveLength(before + 1)
  // What leads to the note, then the note.
  const remove = () => ask('deleteNote', 'analyst', { params })
  expect(await crashAt(dynamodb, 2, remove, 'people')).toMatchObject({ crashed: true })
  expect(await notesFor('admin')).toHaveLength(1)
  expect((await mentionsFor('admin')).mentions).toHaveLength(before)
  expect((await remove()).status).toBe(204)
  expect(await notesFor('admin')).toEqual([])
  expect((await mentionsFor('admin')).mentions).toHaveLength(before)
})

test.each<[string, object]>([
  ['without a text', { text: ' ' }],
  ['with too long a text', { text: 'x'.repeat(NOTE_TEXT_MAX_CHARS + 1) }],
  ['before the session', { at: START - 3_600_000 }],
  ['after the session', { at: START + 3_600_000 }],
  ['that mentions nobody we know', { mentions: ['somebody-else'] }],
  ['with a tag of two', { tags: ['one,two'] }],
])('a note %s is refused', async (_, body) => {
  expect((await ask('createNote', 'analyst', { body: { at: START, text: 'x', ...body } })).status).toBe(400)
})

test('notes go with their session, and nothing leads to them any more', async () => {
  await write('analyst', { text: 'Gone soon', mentions: ['ann'] })
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { annotations: rowsOf } = await import('../../../functions/stores/annotations.ts')
  await rowsOf(dynamodb, 'people', Date.now).removeAll({ projectId: shop.projectId, sessionId })
  expect((await mentionsFor('ann')).mentions).toEqual([])
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'people' }))
  expect(JSON.stringify(Items)).not.toContain(sessionId)
})

const listed = async (query: Record<string, string>): Promise<string[]> => {
  const { handler } = await import('../../../functions/http/list-sessions.ts')
  const asked = { memberId: 'viewer', query: { projectId: shop.projectId, ...query } }
  const { status, body } = await call(handler, asked)
  expect(status).toBe(200)
  return (body as SessionList).sessions.map((session) => session.sessionId)
}
const tagsOf = async () =>
  (
    (await call(annotations, { to: 'listTags', memberId: 'viewer', query: { projectId: shop.projectId } }))
      .body as TagList
  ).tags

test('the list finds sessions by a tag of their notes, however it is spelled, in every order', async () => {
  const first = sessionId
  await write('analyst', { tags: ['checkout', 'rare one'] })
  await write('analyst', { text: 'again', tags: ['checkout'] })
  const batch = makeStamped({
    projectId: shop.projectId,
    sessionId: uuid(81_900),
    receivedAt: START + 5_000,
    events: [{ ts: START + 5_000, name: 'error_occurred' }],
  })
  const { handler } = (await import('../../../functions/stream/roll-up-sessions.ts')) as {
    handler: StreamFunction
  }
  await handler(kinesisEvent([batch]), context())
  sessionId = uuid(81_900)
  await write('admin', { tags: ['checkout'], at: START + 5_000 })
  expect(await listed({ tag: ' Checkout ' })).toEqual([sessionId, first])
  expect(await listed({ tag: 'checkout', sort: 'errors' })).toEqual([sessionId, first])
  expect(await listed({ tag: 'checkout', hasErrors: 'false' })).toEqual([first])
  expect(await listed({ tag: 'rare one' })).toEqual([first])
  expect(await listed({ tag: 'rare' })).toEqual([])
  expect(await listed({ tag: 'checkou' })).toEqual([])
})

test('a page of tagged sessions goes on where the last one ended', async () => {
  const all: string[] = []
  for (let n = 0; n < 5; n++) {
    sessionId = uuid(82_000 + n)
    const at = START + n * 1_000
    const batch = makeStamped({ projectId: shop.projectId, sessionId, receivedAt: at, events: [{ ts: at }] })
    const { handler } = (await import('../../../functions/stream/roll-up-sessions.ts')) as {
      handler: StreamFunction
    }
    await handler(kinesisEvent([batch]), context())
    await write('analyst', { tags: ['paged'], at })
    all.unshift(sessionId)
  }
  const { handler } = await import('../../../functions/http/list-sessions.ts')
  const pages: string[][] = []
  let cursor: string | null = null
  do {
    const query: Record<string, string> = {
      projectId: shop.projectId,
      tag: 'paged',
      limit: '2',
      ...(cursor && { cursor }),
    }
    const { body } = await call(handler, { memberId: 'viewer', query })
    pages.push((body as SessionList).sessions.map((session) => session.sessionId))
    cursor = (body as SessionList).nextCursor
  } while (cursor)
  expect(pages).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)])
})

test('a project knows the tags that its notes have, each once, until the last note with it goes', async () => {
  const one = await write('analyst', { tags: ['zebra', 'apple'] })
  const two = await write('analyst', { tags: ['zebra'] })
  const known = await tagsOf()
  expect(known).toEqual(known.toSorted())
  expect(known.filter((tag) => ['apple', 'zebra'].includes(tag))).toEqual(['apple', 'zebra'])
  await ask('updateNote', 'analyst', { params: { noteId: one.noteId }, body: { tags: ['pear'] } })
  expect(await tagsOf()).toEqual(expect.arrayContaining(['pear', 'zebra']))
  expect(await tagsOf()).not.toContain('apple')
  expect(await listed({ tag: 'apple' })).toEqual([])
  await ask('deleteNote', 'analyst', { params: { noteId: two.noteId } })
  expect(await listed({ tag: 'zebra' })).toEqual([])
  expect(await tagsOf()).not.toContain('zebra')
})
