import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { buildPlayer } from './build-dashboard.ts'
import { openAsMember, openTheatre, type Stage, sessionRows } from './dashboard-stage.ts'
import { eventAt, sessionAt, shop } from './fixtures.ts'
import { serveSite } from './static-site.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const isCut = (box: { scrollWidth: number; clientWidth: number }) => box.scrollWidth > box.clientWidth
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
})
afterEach(() => stage.close())

test('a new project is the one that is shown from then on', async () => {
  const { page, backend } = stage
  await openAsMember(stage, `/projects/new?project=${shop.projectId}`)
  await page.getByLabel('Name').fill('Blog')
  await page.getByRole('combobox', { name: 'Sites' }).fill('blog.example')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('heading', { name: 'Blog is ready' }).waitFor()
  await page.getByRole('button', { name: 'Project: Blog' }).waitFor()
  await page.getByText('sk_test_secretsecretsecretsecretseZ9y8X7').waitFor()
  const { projectId } = backend.state.projects[1] ?? shop
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.waitForURL(`**/settings/project?project=${projectId}`)
  await page.goto('/')
  await page.waitForURL(`**/sessions?project=${projectId}`)
})

test('a site typed with a path is taken without it, and that is said before it counts', async () => {
  const { page, backend } = stage
  await openAsMember(stage, '/projects/new')
  await page.getByLabel('Name').fill('Blog')
  await page.getByRole('combobox', { name: 'Sites' }).fill('shop.example/path')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByText('“shop.example/path” was taken as https://shop.example.').waitFor()
  expect(backend.state.projects).toHaveLength(1)
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('heading', { name: 'Blog is ready' }).waitFor()
  expect(backend.state.projects[1]?.origins).toEqual(['https://shop.example'])
})

test('a name that is too long is not cut but complained of', async () => {
  const { page, backend } = stage
  await openAsMember(stage, '/projects/new')
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('x'.repeat(93))
  await page.getByText('At most 80 characters, and this has 93.').waitFor()
  expect(await name.inputValue()).toHaveLength(93)
  await page.getByRole('combobox', { name: 'Sites' }).fill('shop.example')
  await page.getByRole('button', { name: 'Create project' }).click()
  expect(await page.evaluate('document.activeElement.value.length')).toBe(93)
  expect(backend.state.projects).toHaveLength(1)
  await name.fill('x'.repeat(80))
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('heading', { name: /is ready$/ }).waitFor()
})

test.each([380, 700, 1280])('at %i px any project name fits the header and the page', async (width) => {
  await stage.close()
  stage = await theatre.openStage({ viewport: { width, height: 780 } })
  const { page, backend } = stage
  const boxes = async () => {
    const found = ['Playhead, to the sessions', /^Project:/, /^Appearance/, /^Member/].map((name, n) =>
      page.getByRole('banner').getByRole(n === 0 ? 'link' : 'button', { name }),
    )
    return Promise.all(found.map((one) => one.boundingBox()))
  }
  const cut = () =>
    page
      .getByRole('button', { name: /^Project:/ })
      .locator('.one-line')
      .evaluate(isCut)
  for (const name of ['Fern & Oak (demo shop)', 'W'.repeat(80)]) {
    backend.state.projects = [{ ...shop, name }]
    await openAsMember(stage, `/settings/project?project=${shop.projectId}`)
    await page.getByRole('heading', { name }).waitFor()
    const row = (await boxes()).map((box) => box ?? { x: 0, y: 0, width: 0, height: 0 })
    for (const { y, height } of row) expect(y + height / 2).toBeCloseTo(28, 0)
    for (const [n, { x, width: wide }] of row.entries())
      expect(x + wide).toBeLessThanOrEqual(row[n + 1]?.x ?? width)
    expect(await cut()).toBe(name.startsWith('W'))
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    const heading = page.getByRole('heading', { name, level: 1 })
    expect(await heading.evaluate(isCut)).toBe(false)
  }
  expect(await page.getByText('test', { exact: true }).isVisible()).toBe(width > 600)
})

test('a project that is refused shows the field that is wrong', async () => {
  const { page, backend } = stage
  backend.state.faults.set('/api/v1/projects', {
    status: 200,
    body: { projects: [] },
  })
  await openAsMember(stage, '/projects/new')
  await page.getByLabel('Name').fill('My shop')
  await page.getByRole('combobox', { name: 'Sites' }).fill('shop.example')
  backend.state.faults.set('/api/v1/projects', {
    status: 400,
    body: {
      title: 'Not valid',
      code: 'invalid',
      errors: [{ field: 'name', message: 'This name is taken.' }],
    },
  })
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByText('This name is taken.').waitFor()
})

test('the project’s page shows its key, sites and snippet', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, `/settings/project?project=${shop.projectId}`)
  await page.getByText(`data-key="${shop.publishableKey}"`).waitFor()
  for (const origin of shop.origins) await page.getByText(origin, { exact: true }).waitFor()
  expect(await page.locator('code', { hasText: '<script' }).innerText()).toContain(
    `src="${new URL(page.url()).origin}/tracker.js"`,
  )
  expect(complaints).toEqual([])
})

test('without a project in the URL the one looked at last is shown', async () => {
  const { page, backend } = stage
  const blog = { ...shop, projectId: 'prj_000000000002', name: 'Blog' }
  backend.state.projects.push(blog)
  await openAsMember(stage, '/sessions')
  await page.waitForURL(`**project=${shop.projectId}**`)
  await page.getByRole('button', { name: 'Project: Shop' }).click()
  await page.getByRole('menuitem', { name: 'Blog' }).click()
  await page.waitForURL(`**project=${blog.projectId}**`)
  await page.goto('/')
  await page.waitForURL(`**/sessions?project=${blog.projectId}`)
})

test('an unknown page, and a project of somebody else, say so and lead on', async () => {
  const { page, backend, complaints } = stage
  backend.state.sessions = [sessionAt(0, now)]
  await openAsMember(stage, '/nowhere/at/all')
  await page.getByRole('heading', { name: 'This page does not exist' }).waitFor()
  await page.goto('/sessions?project=prj_somebodyelse')
  await page.getByRole('heading', { name: 'No such project' }).waitFor()
  await page.getByRole('link', { name: 'To the sessions', exact: true }).click()
  await sessionRows(page).first().waitFor()
  expect(complaints).toEqual([])
})

test('a backend that fails at the start is named, and trying again mends it', async () => {
  const { page, backend } = stage
  backend.state.sessions = [sessionAt(0, now)]
  backend.state.faults.set('/api/v1/projects', {
    status: 400,
    body: { title: 'Odd', detail: 'Not today.', code: 'x' },
  })
  await openAsMember(stage, '/sessions')
  await page.getByRole('alert').getByText('Not today.').waitFor()
  backend.state.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await sessionRows(page).first().waitFor()
})

test('the appearance follows the system until it is chosen, and is there before anything is drawn', async () => {
  await stage.close()
  stage = await theatre.openStage({ colorScheme: 'dark' })
  const { page } = stage
  const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
  // Without the app itself: what the small script has done by then.
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/login')
  expect(await scheme()).toBe('dark')
  await page.unroute('**/assets/*.js')
  await openAsMember(stage, `/settings/project?project=${shop.projectId}`)
  await page.getByRole('button', { name: 'Appearance: as the system' }).click()
  expect(await scheme()).toBe('light')
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.reload()
  expect(await scheme()).toBe('light')
})

test.each(['light', 'dark'] as const)(
  'no page writes inline style or breaks the policy (%s)',
  async (colorScheme) => {
    await stage.close()
    stage = await theatre.openStage({ colorScheme })
    const { page, backend, complaints } = stage
    backend.state.sessions = Array.from({ length: 40 }, (_, n) => sessionAt(n, now))
    backend.state.events = Array.from({ length: 40 }, (_, n) => eventAt(n, sessionAt(0, now)))
    const paths = [
      '/sessions',
      `/sessions/${sessionAt(0, now).sessionId}`,
      '/settings/project',
      '/projects/new',
      '/nowhere',
    ]
    for (const path of paths) {
      await openAsMember(stage, `${path}?project=${shop.projectId}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      for (const button of await page.getByRole('button').all()) {
        await button.hover()
        if ((await button.getAttribute('aria-haspopup')) === null) continue
        await button.click()
        await page.keyboard.press('Escape')
      }
    }
    expect(complaints).toEqual([])
    expect(await page.locator('style').count()).toBe(0)
  },
)

test('the player’s page says what it is for, and is silent inside a frame', async () => {
  const site = await buildPlayer()
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:"
  const player = createServer(serveSite(site.directory, policy))
  await new Promise<void>((ready) => player.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(player.address() as AddressInfo).port}/`
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(url)
    await page.getByText('inside the Playhead dashboard only').waitFor()
    await page.goto('about:blank')
    await page.setContent(`<iframe src="${url}"></iframe>`)
    await page.frameLocator('iframe').locator('#state').waitFor({ state: 'hidden' })
    expect(complaints).toEqual([])
  } finally {
    await browser.close()
    player.closeAllConnections()
    await new Promise((closed) => player.close(closed))
    await site.remove()
  }
})
