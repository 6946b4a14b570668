// One event, all the way: a visitor in the demo shop, a member at the dashboard, and everything real in between.
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
  await page.getByRole('button', { name: 'Log in' }).click()
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
    const { events } = await read<{ events: { name: string }[] }>(
      `/api/v1/sessions/${id}/events?projectId=${access.projectId}`,
    )
    expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['page_view', 'click']))
  })

  test('is filed in the event lake once', async () => {
    const files = await lakeEvents()
    expect(new Set(files.map(({ eventId }) => eventId)).size).toBe(files.length)
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['page_view', 'click']))
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

/** Reads the lake where it lies: nothing in the API answers from it yet. */
const lakeEvents = async (): Promise<{ eventId: string; name: string }[]> => {
  const { globSync, readFileSync } = await import('node:fs')
  const { gunzipSync } = await import('node:zlib')
  const objects = () => globSync(`${data.directory}/state/s3/*lake*/objects/**/*.gz@`.replaceAll('\\', '/'))
  await expect.poll(() => objects().length, { timeout: 15_000 }).toBeGreaterThan(0)
  return objects().flatMap((file) => {
    const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
    return lines.map((line) => JSON.parse(line) as { eventId: string; name: string })
  })
}
