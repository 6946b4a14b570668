// A browser, the built dashboard and a mock backend, and what went wrong on any page since the test began.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../browser.ts'
import { buildDashboard } from './build-dashboard.ts'
import { shop } from './fixtures.ts'
import { MEMBER, type MockBackend, startMockBackend } from './mock-backend.ts'

export type Stage = { backend: MockBackend; page: Page; complaints: string[]; close: () => Promise<void> }

/** A status that the backend was told to answer is no complaint; a refused style or script, or an exception, is. */
const isComplaint = (text: string) => !/^Failed to load resource: the server responded/.test(text)

export const openTheatre = async () => {
  const site = await buildDashboard()
  const browser: Browser = await launchBrowser()

  const openStage = async (options: BrowserContextOptions = {}): Promise<Stage> => {
    const backend = await startMockBackend(site.directory)
    backend.state.projects.push(shop)
    const context = await browser.newContext({ baseURL: backend.url, locale: 'en-GB', ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      const bad = message.type() === 'error' || message.type() === 'warning'
      if (bad && isComplaint(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return {
      backend,
      page,
      complaints,
      close: async () => {
        await context.close()
        await backend.stop()
      },
    }
  }
  return {
    openStage,
    close: async () => {
      await browser.close()
      await site.remove()
    },
  }
}

export const signIn = async (page: Page, password = MEMBER.password): Promise<void> => {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(MEMBER.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Opens a page as somebody who signed in on an earlier visit. */
export const openAsMember = async ({ page, backend }: Stage, path: string): Promise<void> => {
  backend.state.refreshTokens.add('refresh-kept')
  await page.addInitScript("localStorage.setItem('playhead.refreshToken', 'refresh-kept')")
  await page.goto(path)
}

export const sessionRows = (page: Page) => page.locator('[data-session]')
export const eventRows = (page: Page) => page.locator('[data-event]')
export const untilLive = (page: Page) => page.locator('[data-live-status=live]').waitFor()
