// What every tracker test stands on: a browser, a site, a recording ingest, and a fresh browser profile a test.
import type { Plugin } from 'esbuild'
import type { Browser, BrowserContext, LaunchOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { type Ingest, startIngest } from './ingest.ts'
import { type Site, startSite } from './site.ts'

export const KEY = 'pk_test_fixture'

export type Stage = {
  browser: Browser
  site: Site
  ingest: Ingest
  context: BrowserContext
  page: Page
  /** Errors that reached the page, and what it wrote to the console. */
  pageErrors: string[]
  console: string[]
  /** The tag a site embeds, with short waits unless said otherwise. */
  tag: (attributes?: string) => string
}

export const openStage = (launch: LaunchOptions = {}, parts?: string, plugins: Plugin[] = []): Stage => {
  const stage = {
    pageErrors: [] as string[],
    console: [] as string[],
    tag: (attributes = 'data-flush-interval="100" data-recording-interval="100"') =>
      `<script async src="${stage.ingest.origin}/tracker.js" data-key="${KEY}" ${attributes}></script>`,
  } as Stage

  beforeAll(async () => {
    stage.browser = await launchBrowser(launch)
    stage.site = await startSite()
    stage.ingest = await startIngest(parts, plugins)
  })

  beforeEach(async () => {
    stage.ingest.reset()
    stage.pageErrors.length = 0
    stage.console.length = 0
    stage.context = await stage.browser.newContext({ locale: 'en-GB' })
    stage.page = await stage.context.newPage()
    stage.page.on('pageerror', (error) => stage.pageErrors.push(error.message))
    stage.page.on('console', (line) => stage.console.push(line.text()))
  })

  afterEach(() => stage.context.close())

  afterAll(async () => {
    await stage.browser?.close()
    await stage.site?.stop()
    await stage.ingest?.stop()
  })

  return stage
}
