import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

const DEMO = join(import.meta.dirname, '../../../demo')
const TYPES: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
}

const stage = openStage()

/** Serves the shop as the runner does: the two tokens in its pages name the edge and the key. */
const serveDemo = async () => {
  const names = (await readdir(DEMO)).filter((name) => /\.(html|js|json|css|svg)$/.test(name))
  for (const name of names) {
    const text = await readFile(join(DEMO, name), 'utf8')
    const type = TYPES[name.split('.').pop() ?? '']
    const body = text
      .replaceAll('__PLAYHEAD_URL__', stage.ingest.origin)
      .replaceAll('__PLAYHEAD_KEY__', 'pk_test_demo')
    stage.site.file(`/${name}`, body, type ? { 'Content-Type': type } : {})
  }
  return names.filter((name) => name.endsWith('.html'))
}

test('every page of the demo shop loads whole, fits a phone, asks nobody else, and is seen', async () => {
  const pages = await serveDemo()
  const foreign: string[] = []
  stage.page.on('request', (request) => {
    if (![stage.site.origin, stage.ingest.origin].includes(new URL(request.url()).origin))
      foreign.push(request.url())
  })
  await stage.page.setViewportSize({ width: 380, height: 800 })
  for (const name of pages) {
    await stage.page.goto(`${stage.site.origin}/${name}`)
    await stage.page.waitForSelector('shop-header nav a')
    expect([name, await stage.page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, 380])
    await stage.ingest.until(({ url }) => url?.endsWith(`/${name}`) === true)
  }
  expect(pages.length).toBe(9)
  expect(foreign).toEqual([])
  expect([...stage.pageErrors, ...stage.console]).toEqual([])
})

test('a visit to the demo shop tells what was done and nothing that was typed', async () => {
  await serveDemo()
  const { page, site, ingest } = stage
  await page.goto(`${site.origin}/index.html`)
  await page.click('[data-add=monstera]')
  await ingest.until(({ name }) => name === 'add_to_cart')
  await page.goto(`${site.origin}/care.html`)
  await page.click('text=Water')
  await ingest.until(({ name, url }) => name === 'page_view' && url?.endsWith('?chapter=water') === true)
  await page.goto(`${site.origin}/doctor.html`)
  await page.click('#diagnose')
  await ingest.until(({ name }) => name === 'error_occurred')
  await page.goto(`${site.origin}/account.html`)
  await page.fill('[name=name]', 'Zelda')
  await page.fill('[name=email]', 'zelda@ferns.example')
  await page.fill('[name=password]', 'hunter2hunter2')
  await page.click('form button')
  const { userId } = await ingest.until(({ name }) => name === 'identify')
  await page.goto(`${site.origin}/checkout.html`)
  await page.fill('[name=name]', 'Zelda')
  await page.fill('[name=email]', 'zelda@ferns.example')
  await page.click('[name=card]')
  await page.keyboard.type('4242424242424242')
  await page.click('form button')
  const order = await ingest.until(({ name }) => name === 'order_placed')
  expect(order.userId).toBe(userId)
  expect(
    ingest.events().filter(({ name, url }) => name === 'click' && url?.includes('checkout')),
  ).toHaveLength(1)
  expect(ingest.received.map(({ raw }) => raw).join()).not.toMatch(/zelda|hunter2|4242424242/i)
})
