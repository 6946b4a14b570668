// The test that a session is written as is run, by a real browser: it must do again what was done.
import type { Browser, Page } from 'playwright-core'
import { transformWithOxc } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { asPlaywright } from '../../../dashboard/src/replay/reproduce/as-playwright.ts'
import { launchBrowser } from '../browser.ts'
import { sessionAt } from './fixtures.ts'

const SITE = 'https://shop.example'
const FORM = `<title>Shop</title><script>window.did = []</script>
<main><a href="/pay">x</a><a href="/pay" onclick="did.push('link')">To pay</a></main>`
const PAY = `<title>Pay</title><script>window.did = []</script>
<form onsubmit="did.push('sent'); return false">
  <input id="email"><select id="size"><option>S</option><option>L</option></select>
  <input type="checkbox" id="gift"><shop-button></shop-button><button>Pay</button>
</form>
<script>
  customElements.define('shop-button', class extends HTMLElement {
    connectedCallback() {
      this.attachShadow({ mode: 'open' }).innerHTML = '<b>in the shade</b>'
      this.shadowRoot.firstChild.onclick = () => did.push('shade')
    }
  })
</script>`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const session = sessionAt(3, Date.now())
let told = 0
const event = (name: string, change: Partial<SessionEvent>): SessionEvent => {
  told += 1
  return {
    eventId: crypto.randomUUID(),
    name,
    rawName: name,
    ts: session.startedAt + told * 1_000,
    tabId: '00000007-0000-4000-8000-000000000001',
    seq: 0,
    props: {},
    ...change,
  }
}
const on = (selector: string) => ({ target: { selector } })

type Step = (given: { page: Page }) => Promise<void>

/** The script as it is, but for where `test` comes from. */
const load = async (script: string): Promise<Step> => {
  const [, body = ''] = script.split("import { test } from '@playwright/test'")
  const { code } = await transformWithOxc(body, 'session.spec.ts')
  let step: Step | undefined
  new Function('test', code)((_name: string, given: Step) => {
    step = given
  })
  if (!step) throw new Error('The script has no test.')
  return step
}

test('the script of a session opens, clicks, types, chooses and ticks as its visitor did', async () => {
  const script = asPlaywright({
    session,
    events: [
      event('page_view', { url: `${SITE}/`, props: { viewportWidth: 900, viewportHeight: 700 } }),
      event('click', on('main > a:nth-of-type(2)')),
      event('page_view', { url: `${SITE}/pay` }),
      event('input', { ...on('#email'), props: { field: 'e-mail', type: 'email', value: '••••' } }),
      event('input', { ...on('#size'), props: { field: 'size', type: 'select-one', value: 'L' } }),
      event('input', { ...on('#gift'), props: { field: 'gift', type: 'checkbox', value: true } }),
      event('click', on('form > shop-button >>> b')),
      event('click', on('form > button')),
    ],
  })
  const page = await browser.newPage()
  page.setDefaultTimeout(8_000)
  await page.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: route.request().url().endsWith('/pay') ? PAY : FORM }),
  )
  await (await load(script))({ page })
  expect(page.viewportSize()).toEqual({ width: 900, height: 700 })
  expect(page.url()).toBe(`${SITE}/pay`)
  expect(await page.locator('#email').inputValue()).toBe('FILL-ME-IN')
  expect(await page.locator('#size').inputValue()).toBe('L')
  expect(await page.locator('#gift').isChecked()).toBe(true)
  expect(await page.evaluate('did')).toEqual(['shade', 'sent'])
  await page.close()
})
