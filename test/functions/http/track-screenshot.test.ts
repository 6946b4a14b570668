import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  SCREENSHOT_INLINE_MAX_BYTES,
  SCREENSHOT_MAX_PIXELS,
  SCREENSHOT_UPLOAD_MAX_BYTES,
} from '../../../core/limits.ts'
import type { Screenshot, ScreenshotAnswer, ScreenshotList } from '../../../core/screenshots/screenshot.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { type Call, call, context, kinesisEvent, type Reply } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { makeJpeg, makeMeta, makePng, makeScreenshot, makeWebp } from '../make-screenshot.ts'
import { type Stage, startStage } from '../stage.ts'
import { objectsIn, recordsOn } from '../stored-objects.ts'

let stage: Stage
let track: HttpFunction
let read: HttpFunction
let project: MadeProject

const SHOP = 'https://shop.example'

beforeAll(async () => {
  stage = await startStage()
  track = (await import('../../../functions/http/track-screenshot.ts')).handler
  read = (await import('../../../functions/http/screenshots.ts')).handler
  project = await makeProject('ada', 'Shop', [SHOP])
})

afterAll(() => stage.stop())

const sessionId = () => randomUUID()
const send = (body: unknown, parts: Call = {}): Promise<Reply> =>
  call(track, { query: { k: project.publishableKey }, body, ...parts })
const sendBinary = (image: Buffer, meta: unknown, type: string, parts: Call = {}): Promise<Reply> =>
  call(track, {
    query: { k: project.publishableKey, meta: typeof meta === 'string' ? meta : JSON.stringify(meta) },
    raw: image,
    headers: { 'content-type': type, origin: SHOP },
    ...parts,
  })

const eventsOf = async (session: string) =>
  (await recordsOn('events')).map(({ batch }) => batch).filter((batch) => batch.sessionId === session)
const keysOf = async (session: string): Promise<string[]> =>
  Object.keys(await objectsIn('test-sessions')).filter((key) => key.includes(session))
const stored = async (key: string): Promise<Buffer> => {
  const { Body } = await new S3Client().send(new GetObjectCommand({ Bucket: 'test-sessions', Key: key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}
const fieldsOf = ({ status, body }: Reply): unknown => [
  status,
  (body as { errors?: { field: string }[] }).errors?.map(({ field }) => field),
]
/** What is on the stream goes through the consumers that make a session of it. */
const consume = async (session: string): Promise<void> => {
  for (const name of ['roll-up-sessions', 'store-session']) {
    const { handler } = await import(`../../../functions/stream/${name}.ts`)
    await handler(kinesisEvent(await eventsOf(session)), context())
  }
}

test('a page sends the image under the type of a form, for which its browser asks no leave', async () => {
  const image = makeJpeg()
  const meta = makeMeta({ sessionId: sessionId() })
  const { status, body } = await sendBinary(image, meta, 'application/x-www-form-urlencoded')
  expect([status, (body as { stored: boolean }).stored]).toEqual([202, true])
  expect(await stored((body as { key: string }).key)).toEqual(image)
})

test.each([
  ['png', 'image/png', makePng()],
  ['jpg', 'image/jpeg', makeJpeg()],
  ['webp', 'image/webp', makeWebp('VP8X')],
])(
  'a %s is stored under its session, as base64 or as the body itself, and its event is on the stream',
  async (extension, type, image) => {
    for (const as of ['json', 'data url', 'binary']) {
      const meta = makeMeta({
        sessionId: sessionId(),
        viewport: { width: 40, height: 20 },
        scroll: { x: 0, y: 7 },
      })
      const base64 = image.toString('base64')
      const reply =
        as === 'binary'
          ? await sendBinary(image, meta, type)
          : await send({ ...meta, image: as === 'json' ? base64 : `data:${type};base64,${base64}` })
      const key = `sessions/${project.projectId}/${meta.sessionId}/screenshots/${meta.screenshotId}.${extension}`
      expect(reply).toMatchObject({
        status: 202,
        body: { screenshotId: meta.screenshotId, stored: true, key },
      })
      expect(await stored(key)).toEqual(image)
      expect(await eventsOf(meta.sessionId)).toMatchObject([
        {
          tabId: meta.screenshotId,
          seq: 0,
          events: [
            {
              eventId: meta.screenshotId,
              name: 'screenshot_taken',
              props: {
                screenshotId: meta.screenshotId,
                tabId: meta.tabId,
                contentType: type,
                bytes: image.length,
                width: 40,
                height: 30,
                viewport: { width: 40, height: 20 },
                scroll: { x: 0, y: 7 },
              },
            },
          ],
        },
      ])
    }
  },
)

test('what is personal in address and title is scrubbed, and ids that look like a card number stay', async () => {
  // Its first digits pass the check of a card number.
  const tabId = '42424242-4242-4242-8000-000000000001'
  const meta = makeScreenshot({
    sessionId: sessionId(),
    tabId,
    url: `${SHOP}/?token=abc&mail=ada@example.com`,
    title: 'Orders of ada@example.com',
  })
  await send(meta)
  const [batch] = await eventsOf(meta.sessionId)
  expect(batch.events[0]).toMatchObject({
    url: `${SHOP}/?token=[secret]&mail=[email]`,
    props: { title: 'Orders of [email]', tabId },
  })
})

test('the same request again stores once and tells the same event, and another image under its id changes nothing', async () => {
  const meta = makeMeta({ sessionId: sessionId() })
  const [first, second] = [makePng(), makePng({ width: 50 })]
  await send({ ...meta, image: first.toString('base64') })
  const again = { ...meta, sentAt: meta.sentAt + 9_000 }
  for (const image of [first, second])
    expect(await send({ ...again, image: image.toString('base64') })).toMatchObject({
      status: 202,
      body: { stored: true },
    })
  const keys = await keysOf(meta.sessionId)
  expect(keys).toHaveLength(1)
  expect(await stored(keys[0] ?? '')).toEqual(first)
  const [one, ...others] = await eventsOf(meta.sessionId)
  expect(others).toEqual([one, one])
})

test('while S3 or the stream takes nothing it is a 503, and trying again stores and tells once', async () => {
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { kinesis } = await import('../../../functions/runtime/clients/kinesis.ts')
  const meta = makeScreenshot({ sessionId: sessionId() })
  const down = Object.assign(new Error('down'), { $fault: 'server' })
  for (const client of [s3, kinesis]) {
    const fault = vi.spyOn(client, 'send').mockRejectedValue(down as never)
    const reply = await send(meta)
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    fault.mockRestore()
    expect(await eventsOf(meta.sessionId)).toEqual([])
  }
  expect((await send(meta)).status).toBe(202)
  expect(await keysOf(meta.sessionId)).toHaveLength(1)
  expect(await eventsOf(meta.sessionId)).toHaveLength(1)
})

test('what is no image, or not the one that it says it is, is refused with the field that is wrong', async () => {
  const png = makePng().toString('base64')
  const session = sessionId()
  const meta = makeMeta({ sessionId: session })
  const wide = makePng({ width: SCREENSHOT_MAX_PIXELS, height: 2 }).toString('base64')
  const html = Buffer.from('<!doctype html><script>alert(1)</script>').toString('base64')
  const cases: [object, string][] = [
    [{ image: html }, 'image'],
    [{ image: Buffer.from('<svg onload="alert(1)"/>').toString('base64') }, 'image'],
    [{ image: 'data:image/svg+xml;base64,PHN2Zy8+' }, 'image'],
    [{ image: 'no base64!' }, 'image'],
    [{ image: '' }, 'image'],
    [{ image: wide }, 'image'],
    [{ image: png, contentType: 'image/jpeg' }, 'contentType'],
    [{ image: png, contentType: 'image/svg+xml' }, 'contentType'],
    [{ image: png, width: 41 }, 'width'],
    [{ image: png, height: 1 }, 'width'],
    [{ image: png, bytes: 1 }, 'bytes'],
    [{ image: png, screenshotId: '../../x' }, 'screenshotId'],
    [{ image: png, sessionId: 'x/y' }, 'sessionId'],
    [{}, 'contentType'],
    [{ contentType: 'image/png' }, 'bytes'],
    [{ contentType: 'image/png', bytes: SCREENSHOT_UPLOAD_MAX_BYTES + 1 }, 'bytes'],
  ]
  for (const [parts, field] of cases)
    expect(fieldsOf(await send({ ...meta, ...parts })), JSON.stringify(parts).slice(0, 80)).toEqual([
      400,
      expect.arrayContaining([field]),
    ])
  expect(fieldsOf(await sendBinary(makePng(), meta, 'image/jpeg'))).toEqual([400, ['contentType']])
  expect(fieldsOf(await sendBinary(Buffer.from('hello'), meta, 'image/png'))).toEqual([400, ['image']])
  expect(fieldsOf(await sendBinary(Buffer.alloc(0), meta, 'image/png'))).toEqual([400, ['image']])
  expect(fieldsOf(await sendBinary(makePng(), '{', 'image/png'))).toEqual([400, ['meta']])
  expect(fieldsOf(await sendBinary(makePng(), 'null', 'image/png'))).toEqual([400, ['body']])
  expect(fieldsOf(await sendBinary(makePng(), { ...meta, image: png }, 'image/png'))).toEqual([
    400,
    ['image'],
  ])
  expect((await sendBinary(makePng(), meta, 'image/svg+xml')).status).toBe(415)
  const zipped = { 'content-type': 'image/png', 'content-encoding': 'gzip' }
  expect((await sendBinary(gzipSync(makePng()), meta, '', { headers: zipped })).status).toBe(415)
  expect([await keysOf(session), await eventsOf(session)]).toEqual([[], []])
})

test('4 MiB are taken in either form, and one byte more is told how it is sent', async () => {
  const [largest, larger] = [0, 1].map((more) => makePng({ bytes: SCREENSHOT_INLINE_MAX_BYTES + more }))
  if (!largest || !larger) throw new Error('no images')
  expect(largest.length).toBe(SCREENSHOT_INLINE_MAX_BYTES)
  expect((await sendBinary(largest, makeMeta(), 'image/png')).status).toBe(202)
  expect((await send(makeScreenshot({ image: largest.toString('base64') }))).status).toBe(202)
  expect((await sendBinary(larger, makeMeta(), 'image/png')).status).toBe(413)
  expect(await send(makeScreenshot({ image: larger.toString('base64') }))).toMatchObject({
    status: 413,
    body: { code: 'body-too-large', detail: expect.stringContaining('form of an upload') },
  })
})

const announce = async (meta: Screenshot) => {
  const { status, body } = await send(meta)
  expect(status).toBe(202)
  return body as ScreenshotAnswer
}
const upload = async ({ upload }: ScreenshotAnswer, image: Buffer, change: Record<string, string> = {}) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...upload?.fields, ...change })) form.set(name, value)
  form.set('file', new Blob([image]))
  return (await fetch(upload?.url ?? '', { method: 'POST', body: form })).status
}

test('a larger one is uploaded by a form, and becomes a screenshot when it is told of again', async () => {
  const image = makePng({ bytes: 6_000_000 })
  const meta = makeMeta({ sessionId: sessionId(), contentType: 'image/png', bytes: image.length })
  const before = Date.now()
  const answer = await announce(meta)
  expect(answer).toMatchObject({ stored: false, screenshotId: meta.screenshotId })
  expect(answer.upload?.expiresAt).toBeLessThanOrEqual(Date.now() + 600_000)
  expect(answer.upload?.expiresAt).toBeGreaterThanOrEqual(before + 600_000)
  expect(await announce(meta)).toMatchObject({ stored: false })
  expect(await eventsOf(meta.sessionId)).toEqual([])

  expect(await upload(answer, image)).toBe(204)
  const key = `sessions/${project.projectId}/${meta.sessionId}/screenshots/${meta.screenshotId}.png`
  expect(await announce(meta)).toEqual({ screenshotId: meta.screenshotId, stored: true, key })
  expect(await keysOf(meta.sessionId)).toEqual([key])
  expect((await stored(key)).equals(image)).toBe(true)
  expect(await announce(meta)).toMatchObject({ stored: true })
  const [one, ...others] = await eventsOf(meta.sessionId)
  expect(one.events[0].props).toMatchObject({ bytes: 6_000_000, width: 40, height: 30 })
  expect(others).toEqual([one])
})

test('the form takes this key, this type and this size alone', async () => {
  const image = makePng({ bytes: 5_000_000 })
  const meta = makeMeta({ sessionId: sessionId(), contentType: 'image/png', bytes: image.length })
  const answer = await announce(meta)
  const elsewhere = `sessions/${project.projectId}/${meta.sessionId}/screenshots/x.png`
  expect(await upload(answer, image, { key: elsewhere })).toBe(403)
  expect(await upload(answer, image, { 'Content-Type': 'text/html' })).toBe(403)
  expect(await upload(answer, makePng({ bytes: 5_000_001 }))).toBe(400)
  expect(await upload(answer, makePng())).toBe(400)
  expect(await keysOf(meta.sessionId)).toEqual([])
})

test('what is uploaded and is no image is thrown away, and may be uploaded again', async () => {
  const page = Buffer.from('<script>alert(1)</script>'.padEnd(200))
  const image = makePng({ bytes: 200 })
  const meta = makeMeta({ sessionId: sessionId(), contentType: 'image/png', bytes: 200 })
  expect(await upload(await announce(meta), page)).toBe(204)
  expect(fieldsOf(await send(meta))).toEqual([400, ['image']])
  expect(await keysOf(meta.sessionId)).toEqual([])
  expect(await upload(await announce(meta), image)).toBe(204)
  expect(await announce(meta)).toMatchObject({ stored: true })
})

test('the key has the rules that it has for events', async () => {
  const headers = { 'x-api-key': project.secretKey }
  expect((await send(makeScreenshot(), { query: {}, headers })).status).toBe(202)
  expect((await send(makeScreenshot(), { query: {} })).status).toBe(401)
  expect((await send(makeScreenshot(), { headers: { origin: 'https://evil.test' } })).status).toBe(403)
})

test('a project that takes no events takes no screenshots, and says so to nobody', async () => {
  const quiet = await makeProject('bob', 'Quiet', [SHOP])
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  const { projectId, publishableKey: k } = quiet
  await call(accounts, {
    to: 'updateProject',
    memberId: 'bob',
    params: { projectId },
    body: { ingest: false },
  })
  const body = makeScreenshot({ sessionId: sessionId() })
  expect(await send(body, { query: { k } })).toMatchObject({ status: 202, body: { stored: false } })
  expect(await keysOf(body.sessionId)).toEqual([])
})

test('of an erased visitor or user nothing is stored and no form is given, and the answer tells nobody', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { keyFor } = await import('../../../functions/gate/gate.ts')
  const { suppressions } = await import('../../../functions/stores/suppressions.ts')
  const away = await makeProject('eve', 'Erased', [SHOP])
  const erased = { visitorIds: [uuid(901)], userIds: ['ada'] }
  const rows = { client: dynamodb, table: 'people', key: () => keyFor('suppressions'), now: Date.now }
  await suppressions(rows).suppress(away.projectId, erased)
  const session = sessionId()
  const parts = [
    makeScreenshot({ sessionId: session }),
    makeScreenshot({ sessionId: session, visitorId: uuid(77), userId: 'ada' }),
    makeMeta({ sessionId: session, contentType: 'image/png', bytes: 6_000_000 }),
  ]
  for (const body of parts) {
    const reply = await send(body, { query: { k: away.publishableKey } })
    expect(reply).toMatchObject({ status: 202, body: { stored: true, key: expect.any(String) } })
    expect(reply.body).not.toHaveProperty('upload')
  }
  expect([await keysOf(session), await eventsOf(session)]).toEqual([[], []])
})

const list = async (session: string, query: Record<string, string> = {}) =>
  (
    await call(read, {
      to: 'listScreenshots',
      memberId: 'ada',
      params: { sessionId: session },
      query: { projectId: project.projectId, ...query },
    })
  ).body as ScreenshotList
const get = (session: string, screenshotId: string, query: Record<string, string> = {}): Promise<Reply> =>
  call(read, {
    to: 'getScreenshot',
    memberId: 'ada',
    params: { sessionId: session, screenshotId },
    query: { projectId: project.projectId, ...query },
  })

test('members list the screenshots of a session by time, page by page, and read them as images alone', async () => {
  const session = sessionId()
  const now = Date.now()
  const shots = [3_000, 1_000, 2_000].map((ago) =>
    makeScreenshot({ sessionId: session, ts: now - ago, url: `${SHOP}/${ago}`, title: `${ago}` }),
  )
  for (const shot of shots) await send(shot)
  // The page's own event of that name shows nothing that is not there.
  const { handler } = await import('../../../functions/http/track.ts')
  const own = { eventId: uuid(7), name: 'screenshot_taken', ts: now, props: { screenshotId: uuid(7) } }
  const batch = { ...makeMeta({ sessionId: session }), seq: 0, events: [own] }
  await call(handler, { to: 'track', query: { k: project.publishableKey }, body: batch })
  await consume(session)

  const first = await list(session, { limit: '2' })
  expect(first.screenshots.map(({ title }) => title)).toEqual(['3000', '2000'])
  expect(first.screenshots[0]).toMatchObject({
    url: `${SHOP}/3000`,
    width: 40,
    height: 30,
    contentType: 'image/png',
  })
  const rest = await list(session, { limit: '2', cursor: first.nextCursor ?? '' })
  expect([rest.screenshots.map(({ title }) => title), rest.nextCursor]).toEqual([['1000'], null])

  const reply = await get(session, first.screenshots[0]?.screenshotId ?? '')
  expect(reply).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment/),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
    },
  })
  expect(reply.body).toEqual(makePng())
})

test('a large image is read in parts, and beyond its end there is nothing', async () => {
  const image = makePng({ bytes: SCREENSHOT_INLINE_MAX_BYTES + 1_000 })
  const meta = makeMeta({ sessionId: sessionId(), contentType: 'image/png', bytes: image.length })
  await upload(await announce(meta), image)
  await announce(meta)
  await consume(meta.sessionId)
  const [{ bytes = 0 } = {}] = (await list(meta.sessionId)).screenshots
  const parts: Buffer[] = []
  for (let from = 0; from < bytes; from = Buffer.concat(parts).length)
    parts.push((await get(meta.sessionId, meta.screenshotId, { from: String(from) })).body as Buffer)
  expect(parts).toHaveLength(2)
  expect(Buffer.concat(parts).equals(image)).toBe(true)
  expect((await get(meta.sessionId, meta.screenshotId, { from: String(bytes) })).status).toBe(404)
})

test('a screenshot of another session, of another project or of nobody is not found', async () => {
  const [mine, other] = [
    makeScreenshot({ sessionId: sessionId() }),
    makeScreenshot({ sessionId: sessionId() }),
  ]
  for (const shot of [mine, other]) {
    await send(shot)
    await consume(shot.sessionId)
  }
  expect((await get(mine.sessionId, other.screenshotId)).status).toBe(404)
  expect((await get(sessionId(), mine.screenshotId)).status).toBe(404)
  expect((await get(mine.sessionId, randomUUID())).status).toBe(404)
})

test('finishing a session leaves its screenshots alone, and their events are read as before', async () => {
  const shot = makeScreenshot({ sessionId: sessionId() })
  await send(shot)
  await consume(shot.sessionId)
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const { sessionParts } = await import('../../../functions/stores/session-parts.ts')
  const { replayStore } = await import('../../../functions/stores/replay.ts')
  const { mergeSession } = await import('../../../functions/stores/merge-session.ts')
  const { state } = await sessions(dynamodb, 'sessions', Date.now).read(project.projectId, shot.sessionId)
  if (!state) throw new Error('no session')
  const stores = { parts: sessionParts(s3, 'test-sessions'), replay: replayStore(s3, 'test-sessions') }
  expect(await mergeSession(stores)(state, { mayWait: false, hasTime: () => true })).toBe('merged')
  expect(await stores.parts.list(project.projectId, shot.sessionId)).toEqual([])
  expect((await list(shot.sessionId)).screenshots).toHaveLength(1)
  expect((await get(shot.sessionId, shot.screenshotId)).body).toEqual(makePng())
})
