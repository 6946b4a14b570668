// Who is there, all the way: two users of the demo shop in two browsers, a member at the dashboard, and everything real in between.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPlayheadServer, PlayheadError } from '../../../tracker/package/create-server.ts'
import type { PlayheadServer } from '../../../tracker/package/server.d.ts'
import {
  type Access,
  freePorts,
  type PlayheadProcess,
  runPlayhead,
  temporaryData,
} from '../../playhead-process.ts'
import { launchBrowser } from '../browser.ts'

/** A function that nobody has called yet may need its time to start. */
const PATIENCE = { timeout: 45_000 }

let browser: Browser
let data: ReturnType<typeof temporaryData>
let process: PlayheadProcess
let access: Access
let playhead: PlayheadServer
const contexts: BrowserContext[] = []
const complaints: string[] = []

beforeAll(async () => {
  data = temporaryData()
  process = runPlayhead(data.directory, await freePorts())
  browser = await launchBrowser()
  access = await process.ready
  playhead = createPlayheadServer({ url: access.url, secretKey: access.secretKey })
})
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser?.close()
  await process?.stop()
  data?.remove()
})

const someone = async (): Promise<Page> => {
  const context = await browser.newContext({ locale: 'en-GB' })
  context.setDefaultTimeout(PATIENCE.timeout)
  contexts.push(context)
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return page
}

const signIn = async (page: Page, id: string) => {
  await page.goto(`${access.demoUrl}/account.html`)
  await page.click(`[data-sign-in=${id}]`)
  await page.locator('#welcome').waitFor()
}

const write = async (page: Page, text: string) => {
  await page.fill('#composer input', text)
  await page.click('#composer button')
  await page.locator('#messages .mine', { hasText: text }).waitFor()
}

const inList = (page: Page, id: string, status: string) =>
  page.locator(`[data-person=${id}] .face[data-status=${status}]`).waitFor()
const words = (page: Page, id: string) => page.locator(`[data-person=${id}] [data-words]`).innerText()

let mara: Page
let ted: Page

test('who signs in is online for a server that asks, and for whoever looks at the chat', async () => {
  ted = await someone()
  await signIn(ted, 'ted')
  await ted.clock.install()
  await ted.goto(`${access.demoUrl}/chat.html?with=mara`)
  await expect.poll(() => words(ted, 'mara'), PATIENCE).toBe('Offline')
  mara = await someone()
  await signIn(mara, 'mara')
  await inList(ted, 'mara', 'online')
  expect(await words(ted, 'mara')).toBe('Active now')
  const presence = await playhead.presenceOf(['mara', 'nobody'])
  expect([...presence.keys()]).toEqual(['mara'])
  expect(presence.get('mara')).toMatchObject({
    username: 'mara',
    status: 'online',
    isOnline: true,
    lastSeen: null,
  })
  await expect.poll(playhead.onlineCount, PATIENCE).toBe(2)
})

test('from page to page of the shop they stay online', async () => {
  await mara.goto(`${access.demoUrl}/index.html`)
  await mara.goto(`${access.demoUrl}/chat.html?with=ted`)
  await inList(mara, 'ted', 'online')
  await inList(ted, 'mara', 'online')
})

test('what one writes the other reads without a reload, and without asking: the socket tells it', async () => {
  await mara.clock.install()
  await mara.reload()
  await inList(mara, 'ted', 'online')
  // Her page looks by the clock only, and that stands still.
  await mara.clock.pauseAt(Date.now() + 5_000)
  await write(ted, 'Is the fern still alive?')
  await mara.locator('#messages li', { hasText: 'Is the fern still alive?' }).waitFor()
  await mara.clock.resume()
  await write(mara, 'More than ever.')
  await ted.locator('#messages li', { hasText: 'More than ever.' }).waitFor()
})

test('members see them at the dashboard, with the page that each looks at', async () => {
  const member = await someone()
  await member.goto(`${access.url}/people`)
  await member.getByLabel('E-mail').fill(access.member.email)
  await member.getByLabel('Password', { exact: true }).fill(access.member.password)
  await member.getByRole('button', { name: 'Sign in' }).click()
  await member.locator('[data-online-count="2"]').waitFor()
  await member.locator('[data-live-status=live]').waitFor()
  await member.locator('[data-person=mara][data-presence=online]').getByText('/chat.html').waitFor()
  const ines = await someone()
  await signIn(ines, 'ines')
  await member.locator('[data-person=ines][data-presence=online]').waitFor()
  await ines.goto('about:blank')
  await member.locator('[data-person=ines]').waitFor({ state: 'detached' })
  await member.context().close()
})

test('who closes the shop is offline at once, and the time since then goes on being told', async () => {
  await mara.goto('about:blank')
  await inList(ted, 'mara', 'offline')
  await expect.poll(() => words(ted, 'mara')).toMatch(/^Active (just now|1m ago)$/)
  const left = (await playhead.presenceOf(['mara'])).get('mara')
  expect(left).toMatchObject({ isOnline: false, status: 'offline', lastSeen: expect.any(String) })
  await ted.clock.fastForward(70_000)
  await expect.poll(() => words(ted, 'mara'), PATIENCE).toBe('Active 1m ago')
  await ted.clock.fastForward(4 * 60_000)
  await expect.poll(() => words(ted, 'mara'), PATIENCE).toBe('Active 5m ago')
})

test('a profile shows whether they are there, and when they logged in last', async () => {
  await ted.goto(`${access.demoUrl}/profile.html?user=mara`)
  const profile = ted.locator('#profile')
  await profile.locator('.face[data-status=offline]').waitFor()
  await profile.getByText('1,500').waitFor()
  await ted.clock.fastForward(2 * 60 * 60_000)
  await profile.getByText('Last login: 2 hours ago').waitFor()
  await mara.goto(`${access.demoUrl}/account.html`)
  await profile.locator('.face[data-status=online]').waitFor()
  await profile.getByText('Active now').waitFor()
})

test('who signs out is offline at once', async () => {
  await mara.getByRole('button', { name: 'Sign out' }).click()
  await ted.locator('#profile .face[data-status=offline]').waitFor()
})

test('no page, and nothing that a page may ask the shop for, holds the secret key', async () => {
  const paths = ['', 'chat.html', 'profile.html', 'account.html', 'shop.js', 'community.js', 'demo-api/token']
  const texts = await Promise.all(
    paths.map(async (path) => (await fetch(`${access.demoUrl}/${path}`)).text()),
  )
  expect(texts[0]).toContain(access.publishableKey)
  expect(texts.join()).not.toContain(access.secretKey)
})

test('a server logs what users do, and is told in words what it did wrong', async () => {
  await playhead.logActivity({ userId: 'mara', action: 'video_posted', targetType: 'video', targetId: 'abc' })
  await playhead.logLogin({ userId: 'mara', method: 'google' })
  const { token, expiresIn } = await playhead.mintUserToken({ userId: 'mara' })
  expect([token.split('.').length, expiresIn]).toEqual([3, 3_600])
  const refused = await playhead.mintUserToken({ userId: '' }).catch((error) => error)
  expect(refused).toBeInstanceOf(PlayheadError)
  expect(refused).toMatchObject({ status: 400, requestId: expect.any(String) })
})

/** Pages of the log are kept for five minutes: each look asks for another one. */
let looks = 0
const actionsOf = async (userId: string, more = ''): Promise<string[]> => {
  const query = `userId=${userId}&limit=${++looks + 100}${more}`
  const answer = await fetch(`${access.url}/api/v1/admin/analytics/user-activity?${query}`, {
    headers: { 'x-api-key': access.secretKey },
  })
  const { data } = (await answer.json()) as { data?: { activities: { action: string }[] } }
  return data?.activities.map(({ action }) => action) ?? []
}

test('what they did stands in the log of activities, and members see it at the dashboard', async () => {
  await expect
    .poll(() => actionsOf('mara'), PATIENCE)
    .toEqual(expect.arrayContaining(['login', 'message_sent', 'logout', 'video_posted']))
  const today = new Date().toISOString()
  expect(await actionsOf('mara', `&startDate=${today.slice(0, 10)}`)).toContain('message_sent')
  expect(await actionsOf('mara', `&startDate=${today}`)).toEqual([])
  const member = await someone()
  await member.goto(`${access.url}/activity?user=mara&action=message_sent`)
  await member.getByLabel('E-mail').fill(access.member.email)
  await member.getByLabel('Password', { exact: true }).fill(access.member.password)
  await member.getByRole('button', { name: 'Sign in' }).click()
  await member.locator('[data-activity-total="1"]').waitFor()
  const row = member.locator('[data-activity]')
  expect(await row.innerText()).toMatch(/mara\s+sent a message\s+conversation/)
  await row.getByRole('button').click()
  await row.getByRole('link', { name: 'See this moment in the session' }).click()
  await member.waitForURL('**/sessions/**')
})

test('no page threw an error', () => {
  expect(complaints).toEqual([])
})
