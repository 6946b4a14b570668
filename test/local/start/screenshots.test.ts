// Screenshots through the whole system: the edge, the API, the form of an upload, the stream and back to a member.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Screenshot, ScreenshotAnswer, ScreenshotList } from '../../../core/screenshots/screenshot.ts'
import { makeMeta, makePng } from '../../functions/make-screenshot.ts'
import {
  type Access,
  freePorts,
  type PlayheadProcess,
  runPlayhead,
  temporaryData,
} from '../../playhead-process.ts'
import { until } from '../until.ts'

let data: ReturnType<typeof temporaryData>
let playhead: PlayheadProcess
let access: Access
let token: string

beforeAll(async () => {
  data = temporaryData()
  playhead = runPlayhead(data.directory, await freePorts())
  access = await playhead.ready
  const login = await fetch(`${access.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(access.member),
  })
  token = ((await login.json()) as { accessToken: string }).accessToken
})
afterAll(async () => {
  await playhead?.stop('SIGTERM')
  data.remove()
})

const SITE = 'https://shop.example'

const post = (body: Buffer | string, type: string, query: Record<string, string> = {}) =>
  fetch(
    `${access.url}/api/v1/track/screenshot?${new URLSearchParams({ k: access.publishableKey, ...query })}`,
    {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    },
  )
const read = (path: string) =>
  fetch(`${access.url}/api/v1/sessions/${path}`, { headers: { authorization: `Bearer ${token}` } })

const sendInline = async (
  as: 'image' | 'json',
  image: Buffer,
  meta: Screenshot,
): Promise<ScreenshotAnswer> => {
  const answer = await (as === 'image'
    ? post(image, 'image/png', { meta: JSON.stringify(meta) })
    : post(JSON.stringify({ ...meta, image: image.toString('base64') }), 'application/json'))
  expect(answer.status).toBe(202)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  return (await answer.json()) as ScreenshotAnswer
}

const sendByForm = async (image: Buffer, meta: Screenshot): Promise<ScreenshotAnswer> => {
  const announced = JSON.stringify({ ...meta, contentType: 'image/png', bytes: image.length })
  const { upload } = (await (await post(announced, 'text/plain')).json()) as ScreenshotAnswer
  const form = new FormData()
  for (const [name, value] of Object.entries(upload?.fields ?? {})) form.set(name, value)
  form.set('file', new Blob([new Uint8Array(image)]))
  const uploaded = await fetch(upload?.url ?? '', { method: 'POST', body: form, headers: { origin: SITE } })
  expect(uploaded.status).toBe(204)
  // A page of any site learns that it was taken.
  expect(uploaded.headers.get('access-control-allow-origin')).toBe('*')
  return (await (await post(announced, 'text/plain')).json()) as ScreenshotAnswer
}

test('3.9 MB in a request and 6 MB by a form are found by a member as they were sent', async () => {
  const sessionId = randomUUID()
  const visitorId = randomUUID()
  const [inline, large] = [makePng({ bytes: 3_900_000 }), makePng({ width: 50, bytes: 6_000_000 })]
  const metas = [0, 1, 2].map((nth) => makeMeta({ sessionId, visitorId, ts: Date.now() - 1_000 + nth }))
  const [asImage, asJson, byForm] = metas as [Screenshot, Screenshot, Screenshot]
  expect(await sendInline('image', inline, asImage)).toMatchObject({ stored: true })
  expect(await sendInline('json', inline, asJson)).toMatchObject({ stored: true })
  expect(await sendByForm(large, byForm)).toMatchObject({ stored: true })

  const list = async () => {
    const answer = await read(`${sessionId}/screenshots?projectId=${access.projectId}`)
    return answer.status === 200 ? ((await answer.json()) as ScreenshotList).screenshots : []
  }
  const found = await until(list, (seen) => seen.length === 3)
  expect(found.map(({ screenshotId, bytes, width }) => [screenshotId, bytes, width])).toEqual([
    [asImage.screenshotId, 3_900_000, 40],
    [asJson.screenshotId, 3_900_000, 40],
    [byForm.screenshotId, 6_000_000, 50],
  ])
  for (const { screenshotId, bytes } of found) {
    const parts: Buffer[] = []
    for (let size = 0; size < bytes; size = Buffer.concat(parts).length) {
      const answer = await read(
        `${sessionId}/screenshots/${screenshotId}?projectId=${access.projectId}&from=${size}`,
      )
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
      })
      parts.push(Buffer.from(await answer.arrayBuffer()))
    }
    expect(Buffer.concat(parts).equals(bytes === 6_000_000 ? large : inline)).toBe(true)
  }
})

test('what no request can carry is answered at the edge, and other routes keep their own bound', async () => {
  const tooLarge = await post(makePng({ bytes: 4_200_000 }), 'image/png', { meta: '{}' })
  expect(tooLarge.status).toBe(413)
  expect(await tooLarge.json()).toMatchObject({ code: 'body-too-large' })
  const elsewhere = await fetch(`${access.url}/api/v1/track?k=${access.publishableKey}`, {
    method: 'POST',
    body: 'x'.repeat(1_000_001),
  })
  expect(elsewhere.status).toBe(413)
})

test('a page of another site may ask whether it may send an image', async () => {
  const answer = await fetch(`${access.url}/api/v1/track/screenshot`, {
    method: 'OPTIONS',
    headers: {
      origin: SITE,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-allow-headers')).toContain('content-type')
})
