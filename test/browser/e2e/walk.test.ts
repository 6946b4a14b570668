// One event, all the way: a visitor in the demo shop, a member at the dashboard, and everything real in between.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Access,
  freePorts,
  type PlayheadProcess,
  runPlayhead,
  temporaryData,
} from '../../playhead-process.ts'
import { launchBrowser } from '../browser.ts'

let browser: Browser
let data: ReturnType<typeof temporaryData>
let playhead: PlayheadProcess
let access: Access
const contexts: BrowserContext[] = []
/** What any page's console complained about: violated policies, failed scripts. */
const complaints: string[] = []

beforeAll(async () => {
  data = temporaryData()
  playhead = runPlayhead(data.directory, await freePorts())
  browser = await launchBrowser()
  access = await playhead.ready
})
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser?.close()
  await playhead?.stop()
  data?.remove()
})

const someone = async (): Promise<Page> => {
  const context = await browser.newContext()
  contexts.push(context)
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return page
}

const logIn = async (page: Page): Promise<void> => {
  await page.goto(access.url)
  await page.getByLabel('E-mail').fill(access.member.email)
  await page.getByLabel('Password', { exact: true }).fill(access.member.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
}

const rows = (page: Page) => page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')

describe('a visit to the demo shop', () => {
  test('is in the session list within 5 seconds, without a reload, and its events can be read', async () => {
    const member = await someone()
    await logIn(member)
    expect(await rows(member).count()).toBe(0)

    const visitor = await someone()
    await visitor.goto(access.demoUrl)
    await rows(member).first().waitFor({ timeout: 5_000 })

    await visitor.locator('main a').first().click()
    await visitor.waitForLoadState()
    await rows(member).first().click()
    await member.waitForURL(/\/sessions\/[0-9a-f-]{36}/)
    const events = member.getByRole('list', { name: 'Events, oldest first' })
    await events.getByText('page_view').first().waitFor()
    await events.getByText('click').first().waitFor({ timeout: 10_000 })
  })

  test('shows the member what the API shows a program', async () => {
    const { accessToken } = await post<{ accessToken: string }>('/api/v1/auth/login', access.member)
    const read = async <T>(path: string): Promise<T> => {
      const answer = await fetch(`${access.url}${path}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      expect(answer.status, path).toBe(200)
      return (await answer.json()) as T
    }
    const { sessions } = await read<{ sessions: { sessionId: string; entryUrl: string; browser: string }[] }>(
      `/api/v1/sessions?projectId=${access.projectId}`,
    )
    expect(sessions).toHaveLength(1)
    expect(sessions[0]?.entryUrl).toContain(access.demoUrl)
    const id = sessions[0]?.sessionId
    const { session } = await read<{ session: { pageViews: number; clicks: number } }>(
      `/api/v1/sessions/${id}?projectId=${access.projectId}`,
    )
    expect(session).toMatchObject({ clicks: 1 })
    expect(session.pageViews).toBeGreaterThanOrEqual(2)
    const names = async () => {
      const path = `/api/v1/sessions/${id}/events?projectId=${access.projectId}`
      return (await read<{ events: { name: string }[] }>(path)).events.map(({ name }) => name)
    }
    // What is pushed to the dashboard at once is stored a moment later.
    await expect.poll(names, { timeout: 15_000 }).toEqual(expect.arrayContaining(['page_view', 'click']))
  })

  test('is filed in the event lake once', async () => {
    const names = async () => (await lakeEvents()).map(({ name }) => name)
    await expect.poll(names, { timeout: 15_000 }).toEqual(expect.arrayContaining(['page_view', 'click']))
    const ids = (await lakeEvents()).map(({ eventId }) => eventId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('may go on in beacons of another script, which ask for no preflight', async () => {
    const visitor = await someone()
    await visitor.goto(access.demoUrl)
    const asked: string[] = []
    visitor.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
    const id = crypto.randomUUID()
    const beacon = JSON.stringify({ events: [{ name: 'leave', visitorId: id, url: access.demoUrl }] })
    const to = `${access.url}/api/v1/events?k=${access.publishableKey}`
    const sent = `navigator.sendBeacon('${to}', new Blob(['${beacon}'], { type: 'text/plain' }))`
    expect(await visitor.evaluate(sent)).toBe(true)
    const headers = { 'x-api-key': access.publishableKey, 'x-session-id': id }
    const names = async () => {
      const answer = await fetch(`${access.url}/api/sessions/${id}/events`, { headers })
      const { events = [] } = (await answer.json()) as { events?: { eventType: string }[] }
      return events.map(({ eventType }) => eventType)
    }
    await expect.poll(names, { timeout: 15_000 }).toEqual(['leave'])
    expect(asked).not.toContain('OPTIONS /api/v1/events')
  })

  test('leaves no complaint in any console', () => {
    expect(complaints).toEqual([])
  })
})

const post = async <T>(path: string, body: object): Promise<T> => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${access.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status, path).toBe(200)
  return (await answer.json()) as T
}

/** Reads the lake itself: nothing in the API answers from it yet. */
const lakeEvents = async (): Promise<{ eventId: string; name: string }[]> => {
  const services = JSON.parse(readFileSync(join(data.directory, 'services.json'), 'utf8')) as Record<
    string,
    string
  >
  const s3 = new S3Client({
    region: services['AWS_REGION'],
    endpoint: services['AWS_ENDPOINT_URL_S3'],
    credentials: {
      accessKeyId: services['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: services['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  })
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
  const Bucket = Buckets.map(({ Name = '' }) => Name).find((name) => name.includes('lake'))
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'events/' }))
  const objects = await Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      return gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()
    }),
  )
  return objects.flatMap((lines) =>
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  )
}
