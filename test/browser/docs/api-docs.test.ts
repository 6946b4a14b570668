// The page of the API in a real browser, with the very headers that the function answers.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiDocs } from '../../../functions/http/docs/api-docs.ts'
import { document as described } from '../../../functions/http/docs/document.ts'
import { safeHeaders } from '../../../functions/runtime/http/safe-headers.ts'
import { launchBrowser } from '../browser.ts'
import { LEAST_CONTRAST } from './least-contrast.ts'

let browser: Browser
let site: { url: string; stop: () => Promise<void> }

const serve = async (headers: Record<string, string>, html: string) => {
  const server = createServer((request, response) => {
    if (request.url !== '/api-docs') return void response.writeHead(404).end()
    response.writeHead(200, headers).end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api-docs`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

beforeAll(async () => {
  const { text = '', headers } = await apiDocs(described)()
  site = await serve({ ...safeHeaders('request-1'), ...headers }, text)
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await site.stop()
})

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
const OPEN_ALL = `document.querySelectorAll('details').forEach((details) => { details.open = true })`

type Scheme = 'light' | 'dark'

const open = async (width: number, colorScheme: Scheme) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(site.url)
  return { page, complaints, close: () => context.close() }
}

const SIZES = [
  [1280, 'light'],
  [1280, 'dark'],
  [380, 'light'],
  [380, 'dark'],
] as const

describe.each(SIZES)('at %i pixels, %s', (width, scheme) => {
  test('the page keeps to its policy and its width, with everything open too', async () => {
    const { page, complaints, close } = await open(width, scheme)
    const overflow = () => page.evaluate<number>(OVERFLOW)
    expect(await overflow()).toBe(0)
    await page.evaluate(OPEN_ALL)
    expect(await overflow()).toBe(0)
    // What the browser asks for by itself, an icon, is not there.
    expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
    await close()
  })

  test('text can be read: its contrast is 4.5 to 1 at least', async () => {
    const { page, close } = await open(width, scheme)
    const worst = await page.evaluate<number>(LEAST_CONTRAST)
    expect(worst).toBeGreaterThanOrEqual(4.5)
    await close()
  })
})

test('an operation opens by the keyboard, without a script', async () => {
  const { page, close } = await open(1280, 'light')
  const first = page.locator('details').first()
  await first.locator('summary').focus()
  await page.keyboard.press('Enter')
  await first.locator('h3').first().waitFor()
  await close()
})

test('a link to an operation leads to it, and opens it', async () => {
  const { page, close } = await open(380, 'light')
  await page.getByRole('link', { name: 'createKey', exact: true }).click()
  const target = page.locator('#createKey')
  await target.getByText('Answers').waitFor()
  const { y = 0 } = (await target.locator('..').boundingBox()) ?? {}
  expect(y).toBeGreaterThanOrEqual(0)
  expect(y).toBeLessThan(100)
  await close()
})

test('every operation is on it', async () => {
  const { page, close } = await open(1280, 'light')
  for (const path of Object.keys(described.paths))
    expect(await page.getByText(path, { exact: false }).count(), path).toBeGreaterThan(0)
  await close()
})
