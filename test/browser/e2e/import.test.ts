// A recording that rrweb itself made elsewhere, from the file to the player: everything real in between.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Access,
  freePorts,
  type PlayheadProcess,
  runPlayhead,
  temporaryData,
} from '../../playhead-process.ts'
import { launchBrowser } from '../browser.ts'
import { type Pages, recordChanges, servePages } from '../replay/recorded-page.ts'

let browser: Browser
let pages: Pages
let data: ReturnType<typeof temporaryData>
let playhead: PlayheadProcess
let access: Access
let folder: string
let page: Page

beforeAll(async () => {
  data = temporaryData()
  folder = mkdtempSync(join(tmpdir(), 'playhead-recordings-'))
  playhead = runPlayhead(data.directory, await freePorts())
  browser = await launchBrowser()
  pages = await servePages()
  access = await playhead.ready
  page = await browser.newPage()
  await page.goto(access.url)
  await page.getByLabel('E-mail').fill(access.member.email)
  await page.getByLabel('Password', { exact: true }).fill(access.member.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sessions' }).waitFor({ timeout: 30_000 })
})
afterAll(async () => {
  await browser?.close()
  await pages?.stop()
  await playhead?.stop()
  data?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const importFile = async (name: string, content: string): Promise<void> => {
  const path = join(folder, name)
  writeFileSync(path, content)
  await page.goto(`${access.url}/sessions`)
  await page.getByRole('button', { name: 'More for this list' }).click()
  await page.getByRole('menuitem', { name: 'Import recording' }).click()
  await page.getByLabel('Recording to import').setInputFiles(path)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('link', { name: 'Open the session' }).click({ timeout: 60_000 })
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}/)
}

/** Words that the frame of the player shows. */
const shownText = async (): Promise<string> => {
  const texts = await Promise.all(
    page.frames().map((frame) =>
      frame
        .locator('body')
        .innerText({ timeout: 5_000 })
        .catch(() => ''),
    ),
  )
  return texts.slice(1).join('\n')
}

test('a recording of rrweb plays as a session, small in the request and large by an upload', async () => {
  const recorded = await recordChanges(browser, pages.origin, 7, 40)
  const [first] = recorded
  // Years ago, and as slow as a person.
  const events = recorded.map((event) => ({
    ...event,
    timestamp: Date.UTC(2019, 5, 1) + (event.timestamp - (first?.timestamp ?? 0)) * 100,
  }))
  await importFile('small.json', JSON.stringify({ events }))
  await expect.poll(shownText, { timeout: 60_000, interval: 500 }).toContain('inside')
  await page.getByText('recording_imported').waitFor()
  expect(await page.locator('[data-live-status]').count()).toBe(0)

  const last = events.at(-1)?.timestamp ?? 0
  const filler = Array.from({ length: 2_000 }, (_, n) => ({
    type: 5,
    timestamp: last,
    data: { tag: 'filler', payload: `${n} ${'x'.repeat(600)}` },
  }))
  await importFile('large.json', JSON.stringify([...events, ...filler]))
  await expect.poll(shownText, { timeout: 60_000, interval: 500 }).toContain('inside')
}, 240_000)
