// The room of a session: time line, controls, keys, inspector, and addresses of moments.
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventRows, openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'
import { PIXELS, picturesOf, replayOf, sideOf, VISIT_MS, visit } from './replay-fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const begun = sessionAt(7, Date.now())
const session = {
  ...begun,
  endedAt: begun.startedAt + VISIT_MS,
  lastSeenAt: begun.startedAt + VISIT_MS,
  durationMs: VISIT_MS,
}

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
afterEach(() => stage.close())

const open = async (search = '&t=0', options: BrowserContextOptions = {}, change = {}) => {
  stage = await theatre.openStage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  Object.assign(stage.backend.state, {
    sessions: [session],
    events: visit(session),
    replay: replayOf(session),
    side: sideOf(session),
    pictures: picturesOf(session),
    picture: PIXELS,
    ...change,
  })
  await openAsMember(stage, `/sessions/${session.sessionId}?project=${shop.projectId}${search}`)
  await slider().waitFor()
  return stage
}

const slider = () => stage.page.getByRole('slider', { name: 'Time line' })
const second = async () => Number(await slider().getAttribute('aria-valuenow'))
const isAt = (wanted: number) => expect.poll(second).toBe(wanted)

const box = async () => {
  const place = await slider().boundingBox()
  if (!place) throw new Error('There is no time line.')
  return place
}
const pointAt = async (share: number) => {
  const { x, y, width, height } = await box()
  return [x + share * width, y + height / 2] as const
}

test('a press on an event goes to its moment, and shows all of it', async () => {
  const { page, complaints } = await open()
  await page.locator('[data-event]', { hasText: 'error_occurred' }).click()
  await isAt(120)
  await page.locator('[data-clock]').getByText('2:00').waitFor()
  const current = page.locator('li[data-current]')
  await current.getByText('at total (cart.js:12:8)').waitFor()
  expect(complaints).toEqual([])
})

test('a press on the time line goes there, and dragging goes along', async () => {
  const { page } = await open()
  await page.mouse.click(...(await pointAt(0.5)))
  await expect.poll(second).toBeGreaterThanOrEqual(119)
  expect(await second()).toBeLessThanOrEqual(121)
  await page.mouse.move(...(await pointAt(0.5)))
  await page.mouse.down()
  await page.mouse.move(...(await pointAt(0.6)), { steps: 4 })
  await page.mouse.move(...(await pointAt(0.75)), { steps: 4 })
  await page.mouse.up()
  await expect.poll(second).toBeGreaterThanOrEqual(179)
  expect(await second()).toBeLessThanOrEqual(181)
})

test('pointing at the time line shows time, page and screenshot of that moment', async () => {
  const { page } = await open()
  await page.mouse.move(...(await pointAt(0.8)))
  const preview = page.locator('[data-preview]')
  await preview.getByText('/help').waitFor()
  expect(await preview.innerText()).toMatch(/3:1\d/)
  await preview.locator('img').waitFor()
  await page.mouse.move(5, 5)
  await preview.waitFor({ state: 'detached' })
})

test('the film strip shows screenshots where they were taken', async () => {
  const { page, backend } = await open()
  await page.locator('[data-film] img').first().waitFor()
  expect(await page.locator('[data-picture]').count()).toBe(3)
  expect(backend.state.asked.filter(({ path }) => /screenshots\/.+/.test(path)).length).toBeGreaterThan(0)
})

test('the keys play, pause, skip, change the speed, and go from mark to mark', async () => {
  const { page } = await open('&t=20000')
  await isAt(20)
  await page.keyboard.press('ArrowRight')
  await isAt(30)
  await page.keyboard.press('Shift+ArrowLeft')
  await isAt(29)
  await page.keyboard.press('n')
  await isAt(100)
  await page.keyboard.press('n')
  await isAt(120)
  await page.keyboard.press('p')
  await isAt(100)
  await page.keyboard.press('5')
  await page.getByRole('button', { name: 'Speed, now 8×' }).waitFor()
  await page.keyboard.press(' ')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await expect.poll(second).toBeGreaterThan(101)
  await page.keyboard.press(' ')
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor()
})

test('the slider has its own keys, and says in words where it is', async () => {
  const { page } = await open()
  await slider().focus()
  await page.keyboard.press('End')
  await isAt(240)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await isAt(10)
  expect(await slider().getAttribute('aria-valuetext')).toBe(
    '10 seconds of 4 minutes, on /products/linen-shirt',
  )
})

test('letters in a search are letters, and the help names the keys', async () => {
  const { page } = await open('&t=20000')
  await page.getByLabel('Search the events').pressSequentially('n5 p')
  await isAt(20)
  await page.getByRole('slider').focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Next or previous mark').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('a link to a moment opens there, with the panel that was open', async () => {
  const { page } = await open('&t=121000&panel=network')
  await isAt(121)
  expect(await page.getByRole('tab', { name: /^Network/ }).getAttribute('aria-selected')).toBe('true')
  await page.locator('[data-request]').nth(2).getByText('500').waitFor()
  expect(await page.locator('li[data-current]').innerText()).toContain('/api/pay')
})

test('where playing rests stands in the address, so that a reload shows it again', async () => {
  const { page } = await open()
  await page.locator('[data-event]', { hasText: 'rage_click' }).click()
  await page.waitForURL(/t=124000/)
  await page.getByRole('tab', { name: 'Console' }).click()
  await page.waitForURL(/panel=console/)
  await page.reload()
  await slider().waitFor()
  await isAt(124)
  await page.locator('[data-line]').first().waitFor()
})

test('the link that is copied is one to this moment', async () => {
  const { page } = await open('&t=60000', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.getByRole('button', { name: /^Copy a link to this moment/ }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = String(await page.evaluate('navigator.clipboard.readText()'))
  expect(new URL(copied).searchParams.get('t')).toBe('60000')
  expect(new URL(copied).pathname).toBe(`/sessions/${session.sessionId}`)
})

test('console, requests and errors are listed, searched, and lead to their moment', async () => {
  const { page, backend } = await open('&t=0&panel=console')
  await page.locator('[data-line]').nth(2).waitFor()
  await page.getByText('Errors', { exact: true }).last().click()
  await page.locator('[data-line]').click()
  await isAt(120)
  await page.getByRole('tab', { name: /^Network/ }).click()
  await page.getByText('Failed', { exact: true }).click()
  await page.locator('[data-request]').click()
  await page.getByText('Headers and bodies are never recorded.').waitFor()
  await isAt(119)
  await page.getByRole('tab', { name: /^Errors/ }).click()
  expect(await page.locator('[data-error]').count()).toBe(1)
  expect(backend.state.asked.filter(({ path }) => path.endsWith('/side-events'))).toHaveLength(1)
})

test('a request is copied as a line that asks the same', async () => {
  const { page } = await open('&t=0&panel=network', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.locator('[data-request]').nth(2).click()
  await page.getByRole('button', { name: 'Copy as cURL' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    "curl --globoff --request 'POST' --url 'https://shop.example/api/pay?order='\\''7'\\'''",
  )
})

test('the session is written as a test, up to this moment or as a whole', async () => {
  const { page } = await open('&t=20000')
  await page.getByRole('button', { name: 'As a test' }).click()
  const script = page.getByLabel('The test')
  expect(await script.innerText()).toContain("locator('button.add').click()")
  expect(await script.innerText()).not.toContain('#pay')
  await page.getByText('The whole session').click()
  await expect.poll(() => script.innerText()).toContain("locator('#pay').click()")
})

test('vitals are told page by page, with what is good and what is not', async () => {
  const { page } = await open('&t=0&panel=vitals')
  const card = page.getByRole('region', { name: '/help' })
  await card.getByText('poor').waitFor()
  expect(await card.innerText()).toContain('0.310')
})

test('the marks are named and counted, and lead from one of a kind to the next', async () => {
  const { page } = await open('&t=1000')
  await page.getByRole('button', { name: /^pages\s*4\s*, to the next/ }).click()
  await isAt(6)
  await page.getByRole('button', { name: /^failed requests/ }).click()
  await isAt(121)
})

test('who reads by themselves is left where they are, until they follow again', async () => {
  const { page } = await open('&t=0')
  await eventRows(page).first().waitFor()
  await page.getByRole('list', { name: 'Events, oldest first' }).hover()
  await page.mouse.wheel(0, 200)
  await page.getByRole('button', { name: 'Follow playback' }).click()
  await page.getByRole('button', { name: 'Follow playback' }).waitFor({ state: 'detached' })
})

test('a session that was never recorded has its time line all the same, and says why', async () => {
  const { page } = await open('&t=0', {}, { replay: null, pictures: [] })
  await page
    .locator('[data-stage=none]')
    .getByText(/^Nothing was recorded/)
    .waitFor()
  await page.keyboard.press('End')
  await page.locator('[data-event]', { hasText: 'support_opened' }).click()
  await isAt(199)
})

test('a recording that cannot be read is told with a way to try again; the rest is there', async () => {
  const { page, backend } = await open('&t=0')
  backend.state.faults.set(`/api/v1/sessions/${session.sessionId}/replay`, { status: 503, body: {} })
  await page.reload()
  await page.getByText('The recording could not be read').waitFor({ timeout: 15_000 })
  await eventRows(page).first().waitFor()
  backend.state.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The recording could not be read').waitFor({ state: 'detached' })
})

test('on a small screen nothing is wider than it, and the buttons stay in reach of a thumb', async () => {
  const { page } = await open('&t=121000', { viewport: { width: 380, height: 780 }, hasTouch: true })
  await eventRows(page).first().waitFor()
  const isInSight = async () => {
    const play = await page.getByRole('button', { name: 'Play', exact: true }).boundingBox()
    if (!play) return false
    expect(play.height).toBeGreaterThanOrEqual(44)
    return play.y > 390 && play.y + play.height <= 780
  }
  expect(await isInSight()).toBe(true)
  await page.getByRole('tab', { name: 'Vitals' }).scrollIntoViewIfNeeded()
  expect(await isInSight()).toBe(true)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(380)
})

test('the list of sessions loads nothing of the player', async () => {
  const { page } = await open()
  // What the session's page still asks for is none of the list's.
  await page.goto('about:blank')
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.goto(`/sessions?project=${shop.projectId}`)
  await page.locator('[data-session]').first().waitFor()
  expect(loaded.filter((url) => /session-page|replay/.test(url))).toEqual([])
})
