import * as fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { safeCss } from '../../../../dashboard/player/page/safe-css.ts'
import { launchBrowser } from '../../browser.ts'
import { type Canary, startCanary } from './canary.ts'

let canary: Canary
let browser: Browser
let page: Page

beforeAll(async () => {
  canary = await startCanary()
  browser = await launchBrowser()
  page = await browser.newPage()
  // No policy holds anything back here: what loads is what was not made safe.
  await page.goto(`${canary.origin}/naive`)
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('a'), { textContent: 'a' }))`,
  )
})
afterAll(async () => {
  await browser?.close()
  canary?.close()
})

const SHEETS = 300
const SEED = 42

/** Sheets put together of what begins, ends and hides an address. */
const sheets = (): string[] => {
  const address = `${canary.origin}/x`
  const piece = fc.constantFrom(
    ...[
      'body{background:',
      'a{--x:',
      'url(',
      'URL(',
      'u\\72l(',
      '\\75 rl(',
      'image-set(',
      'src(',
      `${address}`,
    ],
    ...[
      '"',
      "'",
      '\\',
      '\n',
      '\r\n',
      '\f',
      '/*',
      '*/',
      ')',
      '(',
      '{',
      '}',
      ';',
      ' ',
      '<!--',
      '-->',
      '#',
      '@import ',
      '@media all{',
    ],
    ...[
      'var(--x)',
      ' 1x',
      ',',
      ':hover',
      '1',
      '-',
      `url(${address})`,
      `url("${address}")`,
      `"${address}"`,
      `@import "${address}";`,
    ],
  )
  return fc.sample(
    fc
      .tuple(
        fc.constantFrom('body{background:', 'body{background:', 'a{--x:', '@import ', ''),
        fc.array(piece, { minLength: 1, maxLength: 7 }),
      )
      .map(([first, parts]) => first + parts.join('')),
    { numRuns: SHEETS, seed: SEED },
  )
}

/** Each as a sheet of its own, long enough for a browser to ask for what it names. */
const show = async (all: readonly string[]): Promise<void> => {
  canary.forget()
  await page.evaluate(`(async () => {
    const style = document.head.appendChild(document.createElement('style'))
    for (const [index, css] of ${JSON.stringify(all)}.entries()) {
      style.textContent = css.replaceAll('/x', '/' + index)
      void document.body.offsetHeight
      await new Promise((done) => requestAnimationFrame(done))
    }
    style.remove()
    // What was asked for has gone out before this is answered.
    await fetch('/last')
  })()`)
}

const requests = () => canary.heard().filter((one) => one !== 'connection' && one !== '/last')

test('of sheets put together at random nothing loads once they were made safe; of the same sheets as they were, much does', async () => {
  const all = sheets()
  await show(all.map(safeCss))
  expect(requests()).toEqual([])
  await show(all)
  expect(requests().length).toBeGreaterThan(10)
})
